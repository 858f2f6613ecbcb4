extension ExpressionValue {
  /// `value[index]`: nothing where there is no such element.
  func element(_ index: ExpressionValue) -> ExpressionValue {
    switch self {
    case .unknown: return .unknown
    case .array(let array) where array.isFiltered:
      if index.isUnknown || array.elements.contains(where: \.isUnknown) { return .unknown }
      let found = array.elements.compactMap { $0.existing(index) }
      return .array(ExpressionArray(found, isFiltered: true))
    default: return index.isUnknown && !isPrimitive ? .unknown : existing(index) ?? .null
    }
  }

  /// The element, where there is one.
  private func existing(_ index: ExpressionValue) -> ExpressionValue? {
    switch self {
    case .object(let object):
      guard index.isPrimitive, let key = index.text else { return nil }
      return object[key]
    case .array(let array):
      guard index.isPrimitive, let number = index.number, number >= 0,
        number < Double(array.elements.count)
      else { return nil }
      return array.elements[Int(number)]
    default: return nil
    }
  }

  /// `value.*`: all elements, or the values of all members.
  var elements: ExpressionValue {
    switch self {
    case .unknown: .unknown
    case .array(let array) where array.isFiltered:
      array.elements.contains(where: \.isUncertain)
        ? .unknown : .array(ExpressionArray(array.elements.flatMap(\.parts), isFiltered: true))
    default:
      isUncertain ? .unknown : .array(ExpressionArray(parts, isFiltered: true))
    }
  }

  /// Whether not all of its parts are known.
  private var isUncertain: Bool {
    switch self {
    case .unknown: true
    case .object(let object): object.isOpen
    default: false
    }
  }

  private var parts: [ExpressionValue] {
    switch self {
    case .array(let array): array.elements
    case .object(let object): object.members.map(\.value)
    default: []
    }
  }
}
