import CLibYAML
import SourceText

/// What libyaml could not read, in plain words.
struct SyntaxProblem {
  private var message: String
  private var range: SourceRange
  private var label: (message: String, range: SourceRange)?
  private var help: String?

  /// Reads the problem of a parser that has failed.
  init(_ parser: UnsafeMutablePointer<yaml_parser_t>, _ source: Source) {
    let parser = parser.pointee
    let problem = parser.problem.map { String(cString: $0) } ?? "the file could not be read"
    let context = parser.context.map { String(cString: $0) }
    guard parser.error != YAML_READER_ERROR else {
      let offset = min(source.base + Int(parser.problem_offset), source.bytes.count)
      range = source.characterRange(at: offset)
      message =
        problem == "control characters are not allowed"
        ? "found a control character" : problem
      return
    }
    range = source.characterRange(at: source.offset(of: parser.problem_mark))
    message = Self.words[problem] ?? problem
    if let context {
      let start = source.characterRange(at: source.offset(of: parser.context_mark))
      label = (Self.contexts[context] ?? context, start)
    }
    explain(problem, context, source)
  }

  /// The problem as a finding.
  func diagnostic(in file: SourceFile) -> Diagnostic {
    let labels = label.map {
      [Diagnostic.Label($0.message, at: SourceLocation(file, $0.range))]
    }
    return Diagnostic(
      "yaml-syntax", .error, message, at: SourceLocation(file, range), labels: labels ?? [],
      help: help)
  }

  /// Says more where the bytes tell more than libyaml does.
  private mutating func explain(_ problem: String, _ context: String?, _ source: Source) {
    switch (problem, context) {
    case ("found character that cannot start any token", _):
      if source.has("\t", at: range.start) {
        message = "found a tab where indentation is expected"
        help = "indent with spaces"
        label = nil
      } else if !range.isEmpty {
        let text = String(decoding: source.bytes[range.start..<range.end], as: UTF8.self)
        message = "found '\(text)', which cannot start a value"
        help = "quote the value"
        label = nil
      }
    case ("found unexpected end of stream", "while scanning a quoted scalar"):
      if let label { range = label.range }
      message = "the quoted text is not closed"
      label = nil
    case ("mapping values are not allowed in this context", _):
      help = "quote a text that contains ': '"
    case ("could not find expected ':'", _):
      if let label { range = label.range }
      message = "expected ':' behind this key"
      label = nil
    default:
      break
    }
  }

  private static let words = [
    "did not find expected key": "expected a key here",
    "did not find expected '-' indicator": "expected '-' here",
    "did not find expected ',' or ']'": "expected ',' or ']' here",
    "did not find expected ',' or '}'": "expected ',' or '}' here",
    "did not find expected node content": "expected a value here",
    "did not find expected <document start>": "expected the end of the file or '---' here",
    "mapping values are not allowed in this context": "found ':' where no mapping can start",
    "mapping keys are not allowed in this context": "found '?' where no mapping can start",
    "block sequence entries are not allowed in this context":
      "found '-' where no sequence can start",
    "found a tab character where an indentation space is expected":
      "found a tab where indentation is expected",
    "found a tab character where an intendation space is expected":
      "found a tab where indentation is expected",
    "found unknown escape character": "found an unknown escape",
    "found undefined tag handle": "the tag's handle is not declared",
  ]

  private static let contexts = [
    "while parsing a block mapping": "the mapping starts here",
    "while parsing a flow mapping": "the mapping starts here",
    "while parsing a block collection": "the sequence starts here",
    "while parsing a flow sequence": "the sequence starts here",
    "while parsing a node": "the value starts here",
    "while parsing a block node": "the value starts here",
    "while parsing a flow node": "the value starts here",
    "while scanning a simple key": "the key starts here",
    "while scanning a quoted scalar": "the text starts here",
    "while scanning a plain scalar": "the text starts here",
    "while scanning a block scalar": "the text starts here",
    "while parsing a quoted scalar": "the text starts here",
    "while scanning an anchor": "the anchor starts here",
    "while scanning an alias": "the alias starts here",
    "while scanning a tag": "the tag starts here",
    "while parsing a tag": "the tag starts here",
    "while scanning a directive": "the directive starts here",
  ]
}

extension Source {
  /// The character at an offset; empty at the end of the file and for a line break.
  func characterRange(at offset: Int) -> SourceRange {
    guard offset < bytes.count, !isBreak(at: offset) else { return .at(min(offset, bytes.count)) }
    var end = offset + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return SourceRange(offset, end)
  }
}
