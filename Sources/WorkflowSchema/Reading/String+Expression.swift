extension StringProtocol {
  /// Whether an expression begins in the text: bytes are compared, for most texts have none.
  var holdsExpression: Bool {
    let dollar = UInt8(ascii: "$")
    let brace = UInt8(ascii: "{")
    var rest = utf8[...]
    while let start = rest.firstIndex(of: dollar) {
      rest = rest[start...].dropFirst()
      if rest.starts(with: [brace, brace]) { return true }
    }
    return false
  }
}
