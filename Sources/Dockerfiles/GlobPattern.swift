/// A pattern for paths: the source of a COPY, a line of `.dockerignore`, or a plain path.
///
/// A pattern that matches a directory matches everything beneath it.
public struct GlobPattern: Hashable, Sendable, CustomStringConvertible {
  enum Token: Hashable, Sendable {
    /// This byte.
    case byte(UInt8)
    /// One character but `/`: `?`.
    case character
    /// One character of a class: `[a-z]`.
    case member(CharacterClass)
    /// Any bytes but `/`: `*`.
    case star
    /// Any number of directories, or none: `**/`.
    case directories
    /// Any bytes.
    case anything
  }

  /// The pattern as text, relative to the root of the context; `.` for everything.
  public let description: String
  /// What it is made of; empty for everything.
  let tokens: [Token]
  /// The bytes that every match starts with.
  public let literalPrefix: [UInt8]
  /// Whether only one path and what is beneath it match.
  public let isLiteral: Bool
  /// Whether the pattern is malformed, so that BuildKit finds nothing with it.
  public let isMalformed: Bool
  private let wildcards: Int

  init(tokens: [Token], description: String, isMalformed: Bool = false) {
    self.tokens = tokens
    self.description = description
    self.isMalformed = isMalformed
    var prefix: [UInt8] = []
    for token in tokens {
      guard case .byte(let byte) = token else { break }
      prefix.append(byte)
    }
    literalPrefix = prefix
    isLiteral = prefix.count == tokens.count && !isMalformed
    wildcards = tokens.count { [.star, .directories, .anything].contains($0) }
  }

  /// One path, in which no character is special.
  public init(path: [UInt8]) {
    let relative = ContextPath.relative(path)
    self.init(tokens: relative.map { .byte($0) }, description: Self.text(relative))
  }

  /// A source of COPY or ADD, with the wildcards of Go's `filepath.Match`.
  ///
  /// As in BuildKit, the directories before the first wildcard are taken literally, backslashes
  /// included.
  public init(copySource: [UInt8]) {
    let relative = ContextPath.relative(copySource)
    let components = relative.split(separator: ASCII.slash, omittingEmptySubsequences: false)
    let plain = components.prefix { !Self.hasWildcard($0) }
    let literal = Array(plain.joined(separator: [ASCII.slash]))
    guard literal.count < relative.count else {
      self.init(path: relative)
      return
    }
    var start = literal
    if !start.isEmpty { start.append(ASCII.slash) }
    let rest = GlobParser.tokens(relative[start.count...], knowsDoubleStar: false)
    self.init(
      tokens: start.map { .byte($0) } + (rest ?? []), description: Self.text(relative),
      isMalformed: rest == nil)
  }

  /// A source of `COPY --parents`: a part that is left out, `/./`, and a pattern in which `**`
  /// means any number of directories.
  public init(copyingParents source: [UInt8]) {
    let pivot = source.firstRange(of: Array("/./".utf8))
    let parent = GlobPattern(copySource: pivot.map { Array(source[..<$0.lowerBound]) } ?? [])
    let pattern = ContextPath.relative(pivot.map { source[$0.upperBound...] } ?? source[...])
    let rest = GlobParser.tokens(pattern[...], knowsDoubleStar: true)
    let separator: [Token] = parent.tokens.isEmpty || pattern.isEmpty ? [] : [.byte(ASCII.slash)]
    let texts = [parent.tokens.isEmpty ? "" : parent.description, pattern.text]
    let text = texts.filter { !$0.isEmpty }.joined(separator: "/")
    self.init(
      tokens: parent.tokens + separator + (rest ?? []), description: text.isEmpty ? "." : text,
      isMalformed: rest == nil || parent.isMalformed)
  }

  /// The directory that a source with an unknown variable looks in.
  ///
  /// - Parameters:
  ///   - text: the source as it is written. A `..` in it may lead out of any directory.
  ///   - prefix: what stands before the variable, expanded.
  init(directoryOfUnknown text: String, _ prefix: [UInt8]) {
    let directory = prefix.lastIndex(of: ASCII.slash).map { prefix[..<$0] } ?? []
    let isOpen = text.split(separator: "/").contains("..")
    let plain = directory.split(separator: ASCII.slash).prefix { !Self.hasWildcard($0) }
    self.init(path: isOpen ? [] : Array(plain.joined(separator: [ASCII.slash])))
  }

  private static func text(_ path: [UInt8]) -> String { path.isEmpty ? "." : path.text }

  private static func hasWildcard(_ component: ArraySlice<UInt8>) -> Bool {
    var escaped = false
    for byte in component {
      if escaped {
        escaped = false
      } else if byte == ASCII.backslash {
        escaped = true
      } else if [ASCII.star, ASCII.question, ASCII.openBracket].contains(byte) {
        return true
      }
    }
    return false
  }

  /// How many components a path has at most that matches by itself; `nil` for any number.
  public var maximumDepth: Int? {
    if tokens.contains(where: { $0 == .directories || $0 == .anything }) { return nil }
    return tokens.isEmpty ? 0 : tokens.count { $0 == .byte(ASCII.slash) } + 1
  }

  /// Whether a path of a file, or a directory above it, matches.
  public func matches(_ path: [UInt8]) -> Bool {
    guard !isMalformed, path.starts(with: literalPrefix) else { return false }
    if tokens.isEmpty { return true }
    var failed: [Bool] = []
    if wildcards > 1 { failed = Array(repeating: false, count: wildcards * (path.count + 1)) }
    return match(path, from: literalPrefix.count, literalPrefix.count, wildcard: 0, &failed)
  }

  /// Whether a text matches; for paths that are known to be UTF-8.
  public func matches(_ path: String) -> Bool { matches(Array(path.utf8)) }

  /// Whether the tokens from one on match the path from an offset on.
  ///
  /// `failed` remembers which wildcard was tried in vain at which offset, so that the time is at
  /// worst the product of wildcards, length and length.
  private func match(
    _ path: [UInt8], from token: Int, _ offset: Int, wildcard: Int, _ failed: inout [Bool]
  ) -> Bool {
    var offset = offset
    for index in token..<tokens.count {
      switch tokens[index] {
      case .byte(let byte):
        guard offset < path.count, path[offset] == byte else { return false }
        offset += 1
      case .character:
        guard let length = UTF8Scalar.length(path, at: offset), path[offset] != ASCII.slash else {
          return false
        }
        offset += length
      case .member(let members):
        guard let (scalar, length) = UTF8Scalar.decode(path, at: offset),
          members.contains(scalar)
        else { return false }
        offset += length
      case .star, .directories, .anything:
        let memory = wildcard * (path.count + 1) + offset
        if !failed.isEmpty, failed[memory] { return false }
        var end = offset
        while true {
          let isPossible =
            tokens[index] != .directories || end == offset
            || path[end - 1] == ASCII.slash
          if isPossible, match(path, from: index + 1, end, wildcard: wildcard + 1, &failed) {
            return true
          }
          guard end < path.count, tokens[index] != .star || path[end] != ASCII.slash else { break }
          end += 1
        }
        if !failed.isEmpty { failed[memory] = true }
        return false
      }
    }
    return offset == path.count || path[offset] == ASCII.slash
  }
}
