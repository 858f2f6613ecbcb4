extension String {
  /// The names behind `secrets.` in the expressions of a text; the context as a whole, or a computed
  /// name, counts as `*`.
  var secretNames: [String] {
    split(separator: "${{", omittingEmptySubsequences: false).dropFirst().flatMap { part in
      let inner = part.firstRange(of: "}}").map { part[..<$0.lowerBound] } ?? part
      return inner.split(separator: "secrets", omittingEmptySubsequences: false).dropFirst().map {
        let name = $0.dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        return $0.first == "." && !name.isEmpty ? String(name) : "*"
      }
    }
  }
}
