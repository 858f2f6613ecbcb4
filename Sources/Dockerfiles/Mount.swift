/// The options of one `RUN --mount=…`.
struct Mount {
  /// Every option that BuildKit knows.
  static let keys: [String] = [
    "type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite",
    "rw", "required", "size", "id", "sharing", "mode", "uid", "gid", "env",
  ]

  /// The options in order, keys in lower case; the value is `nil` where there is no `=`.
  static func fields(of value: String) -> [(key: String, value: String?)] {
    separated(value).map { field in
      guard let equals = field.firstIndex(of: ASCII.equals) else {
        return (field.text.lowercased(), nil)
      }
      return (field[..<equals].text.lowercased(), field[(equals + 1)...].text)
    }
  }

  /// The last value of any of some options.
  static func value(of keys: Set<String>, in fields: [(key: String, value: String?)]) -> String? {
    fields.last { keys.contains($0.key) && $0.value != nil }?.value
  }

  /// Fields between commas; one that starts with a quote may hold commas and doubled quotes.
  private static func separated(_ value: String) -> [[UInt8]] {
    let bytes = Array(value.utf8)
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if field.isEmpty, bytes[index] == ASCII.doubleQuote {
        index += 1
        while index < bytes.count {
          if bytes[index] == ASCII.doubleQuote {
            index += 1
            guard index < bytes.count, bytes[index] == ASCII.doubleQuote else { break }
          }
          field.append(bytes[index])
          index += 1
        }
      } else if bytes[index] == ASCII.comma {
        fields.append(field)
        field = []
        index += 1
      } else {
        field.append(bytes[index])
        index += 1
      }
    }
    return fields + [field]
  }
}
