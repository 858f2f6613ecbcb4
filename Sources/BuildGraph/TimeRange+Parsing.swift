extension TimeRange {
  /// The longest time that can be written: a year, in minutes. Sums of such times cannot overflow.
  public static let longestMinutes = 525_600

  /// Reads `15`, `3–4`, `4.5` or `3:20`, all in minutes, with or without `min` behind it.
  ///
  /// A range is written with a hyphen or an en dash, the shorter time first. `nil` for anything
  /// else, for a time that is no whole number of seconds, and for one beyond `longestMinutes`.
  public init?(parsing text: String) {
    let bare = text.hasSuffix(" min") ? text.dropLast(4) : text[...]
    let ends = bare.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "-" || $0 == "–" })
    guard ends.count <= 2, let low = ends.first.flatMap(Self.seconds),
      let high = ends.last.flatMap(Self.seconds), low <= high
    else { return nil }
    self.init(seconds: low, high)
  }

  private static func seconds(_ padded: Substring) -> Int? {
    var text = padded.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    if let colon = text.firstIndex(of: ":") {
      let rest = text[text.index(after: colon)...]
      guard let minutes = whole(text[..<colon]), rest.count == 2, let seconds = whole(rest),
        seconds < 60
      else { return nil }
      return minutes * 60 + seconds
    }
    guard let point = text.firstIndex(of: ".") else { return whole(text).map { $0 * 60 } }
    let digits = text[text.index(after: point)...]
    guard let minutes = whole(text[..<point]), digits.count <= 3, let fraction = whole(digits)
    else { return nil }
    var scale = 1
    for _ in digits { scale *= 10 }
    guard fraction * 60 % scale == 0 else { return nil }
    return minutes * 60 + fraction * 60 / scale
  }

  private static func whole(_ text: Substring) -> Int? {
    guard text.allSatisfy(\.isASCIIDigit), let number = Int(text), number < longestMinutes else {
      return nil
    }
    return number
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
