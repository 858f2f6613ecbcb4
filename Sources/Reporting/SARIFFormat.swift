import SourceText

/// SARIF 2.1.0, the format of code scanning services.
struct SARIFFormat {
  let options: ReportOptions

  func render(_ diagnostics: [Diagnostic]) -> String {
    var cache = SourceLineCache()
    var prints = SARIFFingerprints()
    let rules = rules(of: diagnostics)
    let indices = Dictionary(
      rules.indices.map { (rules[$0].id, $0) }, uniquingKeysWith: { first, _ in first })
    let results = diagnostics.map {
      json($0, ruleIndex: indices[$0.rule], cache: &cache, prints: &prints)
    }
    let log: JSONValue = [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        [
          "tool": ["driver": driver(rules.map(\.json))],
          "invocations": [["executionSuccessful": true]],
          "columnKind": "unicodeCodePoints",
          // A lone carriage return ends a line here; by default it does not.
          "newlineSequences": ["\r\n", "\n", "\r"],
          "originalUriBaseIds": [
            "%SRCROOT%": ["description": ["text": "The root of the repository."]]
          ],
          "results": .array(results),
        ]
      ],
    ]
    return log.document
  }

  private func driver(_ rules: [JSONValue]) -> JSONValue {
    var members: [JSONValue.Member] = [.init("name", .string(options.tool.name))]
    if let version = options.tool.version { members.append(.init("version", .string(version))) }
    if let page = options.tool.page { members.append(.init("informationUri", .string(page))) }
    members.append(.init("rules", .array(rules)))
    return .object(members)
  }

  /// The rules that were checked, and behind them those that are known by their findings alone:
  /// a service takes the name and the text of a finding's rule from this list.
  private func rules(of diagnostics: [Diagnostic]) -> [(id: String, json: JSONValue)] {
    let known = Set(options.rules.map(\.id))
    let others = Set(diagnostics.map(\.rule)).subtracting(known).sorted()
    return options.rules.map { ($0.id, json($0)) }
      + others.map { id in
        (id, ["id": .string(id), "shortDescription": ["text": .string(id.asSentence)]])
      }
  }

  private func json(_ rule: RuleInfo) -> JSONValue {
    var help: [JSONValue.Member] = [.init("text", .string(rule.rationale))]
    if let markdown = rule.markdown { help.append(.init("markdown", .string(markdown))) }
    var members: [JSONValue.Member] = [
      .init("id", .string(rule.id)),
      .init("shortDescription", ["text": .string(rule.summary)]),
      .init("fullDescription", ["text": .string("\(rule.summary) \(rule.rationale)")]),
      .init("help", .object(help)),
      .init("defaultConfiguration", ["level": .string(level(rule.severity))]),
    ]
    if let category = rule.category {
      members.append(.init("properties", ["tags": [.string(category)]]))
    }
    if let page = rule.page { members.insert(.init("helpUri", .string(page)), at: 3) }
    return .object(members)
  }

  private func json(
    _ diagnostic: Diagnostic, ruleIndex: Int?, cache: inout SourceLineCache,
    prints: inout SARIFFingerprints
  ) -> JSONValue {
    var members: [JSONValue.Member] = [.init("ruleId", .string(diagnostic.rule))]
    if let ruleIndex { members.append(.init("ruleIndex", .integer(ruleIndex))) }
    let text = ([diagnostic.message] + (diagnostic.help.map { [$0] } ?? [])).joined(separator: "\n")
    members += [
      .init("level", .string(level(diagnostic.severity))),
      .init("message", ["text": .string(text)]),
      .init("locations", [json(diagnostic.location, cache: &cache)]),
    ]
    if !diagnostic.labels.isEmpty {
      let labels = diagnostic.labels.enumerated().map { index, label in
        json(
          label.location, cache: &cache,
          and: [
            .init("id", .integer(index + 1)), .init("message", ["text": .string(label.message)]),
          ])
      }
      members.append(.init("relatedLocations", .array(labels)))
    }
    // A change without replacements is not valid.
    let fixes = diagnostic.fixes.filter { !$0.edits.isEmpty }
    if !fixes.isEmpty {
      let values = fixes.map { json($0, in: diagnostic.location.file, cache: &cache) }
      members.append(.init("fixes", .array(values)))
    }
    let lines = cache.lines(of: diagnostic.location.file)
    members.append(
      .init(
        "partialFingerprints",
        ["wfgenRuleLine/v1": .string(prints.next(for: diagnostic, lines: lines))]))
    return .object(members)
  }

  private func json(_ fix: Fix, in file: SourceFile, cache: inout SourceLineCache) -> JSONValue {
    let edits = fix.edits.map { edit -> JSONValue in
      // A text is inserted into a region of text, so this one has no bytes.
      [
        "deletedRegion": .object(textRegion(SourceLocation(file, edit.range), cache: &cache)),
        "insertedContent": ["text": .string(edit.replacement)],
      ]
    }
    return [
      "description": ["text": .string(fix.title)],
      "artifactChanges": [
        ["artifactLocation": artifact(file), "replacements": .array(edits)]
      ],
      "properties": ["safety": .string(fix.safety.name)],
    ]
  }

  private func json(
    _ location: SourceLocation, cache: inout SourceLineCache, and more: [JSONValue.Member] = []
  ) -> JSONValue {
    let place: JSONValue = [
      "artifactLocation": artifact(location.file),
      "region": region(location, cache: &cache),
    ]
    return .object(more + [.init("physicalLocation", place)])
  }

  /// The region in all three ways of SARIF: lines and columns, characters, and bytes.
  private func region(_ location: SourceLocation, cache: inout SourceLineCache) -> JSONValue {
    let start = max(location.range.start, location.file.contentStart)
    return .object(
      textRegion(location, cache: &cache) + [
        .init("byteOffset", .integer(start)),
        .init("byteLength", .integer(max(location.range.end, start) - start)),
      ])
  }

  /// The region in lines, columns and characters, none of which counts a byte order mark (section
  /// 3.30.2).
  private func textRegion(
    _ location: SourceLocation, cache: inout SourceLineCache
  ) -> [JSONValue.Member] {
    let span = cache.span(of: location)
    let file = location.file
    let offset = file.characterCount(file.contentStart, span.range.start)
    let length = file.characterCount(max(span.range.start, file.contentStart), span.range.end)
    return [
      .init("startLine", .integer(span.start.line)),
      .init("startColumn", .integer(span.start.column)),
      .init("endLine", .integer(span.end.line)),
      .init("endColumn", .integer(span.end.column)),
      .init("charOffset", .integer(offset)),
      .init("charLength", .integer(length)),
    ]
  }

  private func artifact(_ file: SourceFile) -> JSONValue {
    let name = file.name.hasPrefix("./") ? String(file.name.dropFirst(2)) : file.name
    let path = percentEncoded(name)
    if name.hasPrefix("/") { return ["uri": .string("file://\(path)")] }
    return ["uri": .string(path), "uriBaseId": "%SRCROOT%"]
  }

  private func level(_ severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }
}

/// What tells findings apart across versions of a file: hashes of the rule, the path and the text of
/// the line, but not its number, with a count where these are the same.
struct SARIFFingerprints {
  private var seen: [UInt64: Int] = [:]

  /// The fingerprint of the next finding.
  mutating func next(for diagnostic: Diagnostic, lines: SourceLines) -> String {
    let file = diagnostic.location.file
    let line = lines.range(ofLine: lines.line(at: diagnostic.location.range.start))
    let text = file.bytes[line.start..<line.end].split { $0 == 0x20 || $0 == 0x09 }
    var hash = FNV1a()
    hash.add(diagnostic.rule.utf8)
    hash.add(CollectionOfOne(0))
    hash.add(file.name.utf8)
    for word in text {
      hash.add(CollectionOfOne(0))
      hash.add(word)
    }
    let digits = String(hash.value, radix: 16)
    let count = seen[hash.value, default: 0] + 1
    seen[hash.value] = count
    return "0" * (16 - digits.count) + digits + ":\(count)"
  }
}

/// The 64-bit hash of Fowler, Noll and Vo, variant 1a: the same on every machine and in every run.
private struct FNV1a {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}

extension String {
  /// The id of a rule in words: `unknown-tier` is `Unknown tier.`.
  fileprivate var asSentence: String {
    prefix(1).uppercased() + dropFirst().replacing("-", with: " ") + "."
  }
}

extension SourceFile {
  /// The number of Unicode scalars between two offsets; those beyond the end count nothing.
  fileprivate func characterCount(_ from: Int, _ to: Int) -> Int {
    let end = min(to, bytes.count)
    guard from < end else { return 0 }
    return bytes[from..<end].count { $0 & 0xC0 != 0x80 }
  }
}

/// A path as part of a URI (RFC 3986): all but unreserved characters and `/` as `%` and two digits.
func percentEncoded(_ path: String) -> String {
  var result = ""
  for byte in path.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
      result.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      result += "%\(byte < 16 ? "0" : "")\(digits)"
    }
  }
  return result
}
