extension String {
  /// The text as a filter pattern that matches it and nothing else.
  ///
  /// `workflow_run` takes the names of workflows for patterns too: actions/runner#3763.
  public var asFilterPattern: String {
    reduce(into: "") { result, character in
      if "\\*?+[]!".contains(character) { result.append("\\") }
      result.append(character)
    }
  }
}

/// One pattern of a `paths`, `branches` or `tags` filter.
///
/// Docs "Workflow syntax", filter pattern cheat sheet: `*` any but `/`, `**` any, `?` none or one of
/// the character before, `+` one or more of it, `[]` one of a class, `\` takes the meaning from the
/// next one. A pattern matches the whole name.
public struct FilterPattern: Sendable, Hashable {
  private enum Element: Hashable {
    case byte(UInt8)
    case anyButSlash
    case any
    case oneOf([ClosedRange<UInt8>])
    /// Accepts nothing: a fork before directories that may be left out.
    case fork
  }

  private struct Token: Hashable {
    var element: Element
    var isOptional = false
    var repeats = false
  }

  /// Whether the pattern takes names out again: a leading `!`.
  public let isNegative: Bool
  private let tokens: [Token]
  /// From the fork before a `**/`, which stands for any directories or none, to what is behind it.
  private let skip: [Int: Int]

  /// Reads a pattern.
  public init(_ text: String) {
    var bytes = Array(text.utf8)[...]
    isNegative = bytes.first == UInt8(ascii: "!")
    if isNegative { bytes = bytes.dropFirst() }
    var tokens: [Token] = []
    var skip: [Int: Int] = [:]
    var isAtComponent = true
    while let byte = bytes.popFirst() {
      let startsComponent = isAtComponent
      isAtComponent = byte == UInt8(ascii: "/")
      switch byte {
      case UInt8(ascii: "*"):
        guard bytes.first == byte else {
          tokens.append(Token(element: .anyButSlash, isOptional: true, repeats: true))
          continue
        }
        while bytes.first == byte { bytes = bytes.dropFirst() }
        if startsComponent, bytes.first == UInt8(ascii: "/") {
          bytes = bytes.dropFirst()
          skip[tokens.count] = tokens.count + 3
          tokens += [
            Token(element: .fork, isOptional: true), Token(element: .any, repeats: true),
            Token(element: .byte(UInt8(ascii: "/"))),
          ]
          isAtComponent = true
        } else {
          tokens.append(Token(element: .any, isOptional: true, repeats: true))
        }
      case UInt8(ascii: "?") where !tokens.isEmpty:
        tokens[tokens.count - 1].isOptional = true
      case UInt8(ascii: "+") where !tokens.isEmpty:
        tokens[tokens.count - 1].repeats = true
      case UInt8(ascii: "["):
        tokens.append(Token(element: .oneOf(Self.members(&bytes))))
      case UInt8(ascii: "\\"):
        tokens.append(Token(element: .byte(bytes.popFirst() ?? byte)))
      default:
        tokens.append(Token(element: .byte(byte)))
      }
    }
    self.tokens = tokens
    self.skip = skip
  }

  private static func members(_ bytes: inout ArraySlice<UInt8>) -> [ClosedRange<UInt8>] {
    var members: [ClosedRange<UInt8>] = []
    while let byte = bytes.popFirst(), byte != UInt8(ascii: "]") {
      let rest = bytes.prefix(2)
      if rest.count == 2, rest.first == UInt8(ascii: "-"), let last = rest.last,
        last != UInt8(ascii: "]"), last >= byte
      {
        members.append(byte...last)
        bytes = bytes.dropFirst(2)
      } else {
        members.append(byte...byte)
      }
    }
    return members
  }

  /// Whether the pattern, its `!` left aside, matches a whole name.
  public func matches(_ name: String) -> Bool {
    var states = closure([0])
    for byte in name.utf8 {
      var next: Set<Int> = []
      for state in states where state < tokens.count && accepts(tokens[state].element, byte) {
        next.insert(state + 1)
        if tokens[state].repeats { next.insert(state) }
      }
      states = closure(next)
      if states.isEmpty { return false }
    }
    return states.contains(tokens.count)
  }

  /// The states with those that are reached without a byte.
  private func closure(_ states: Set<Int>) -> Set<Int> {
    var result = states
    var open = Array(states)
    while let state = open.popLast() {
      guard state < tokens.count else { continue }
      var reached: [Int] = tokens[state].isOptional ? [state + 1] : []
      if let target = skip[state] { reached.append(target) }
      for target in reached where result.insert(target).inserted { open.append(target) }
    }
    return result
  }

  private func accepts(_ element: Element, _ byte: UInt8) -> Bool {
    switch element {
    case .byte(let wanted): byte == wanted
    case .anyButSlash: byte != UInt8(ascii: "/")
    case .any: true
    case .oneOf(let members): members.contains { $0.contains(byte) }
    case .fork: false
    }
  }
}

/// The patterns of a `paths` filter: the last one that matches a path decides.
public struct PathFilter: Sendable, Hashable {
  private let patterns: [FilterPattern]

  /// Reads patterns, in order.
  public init(_ patterns: [String]) {
    self.patterns = patterns.map { FilterPattern($0) }
  }

  /// Whether a changed path is included.
  public func matches(_ path: String) -> Bool {
    patterns.last { $0.matches(path) }.map { !$0.isNegative } ?? false
  }
}
