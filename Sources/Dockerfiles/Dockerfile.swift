public import SourceText

/// A Dockerfile, read with BuildKit's grammar.
///
/// Reading never fails: what BuildKit refuses becomes a diagnostic, and the rest is still read.
public struct Dockerfile: Hashable, Sendable {
  /// The file that was read.
  public let file: SourceFile
  /// The ARG instructions before the first FROM.
  public let globals: [Instruction]
  /// The stages, in order.
  public let stages: [Stage]
  /// The frontend that the `syntax` directive names.
  public let syntax: Word?
  /// What is wrong with the file whatever it is built with; errors are what BuildKit refuses.
  ///
  /// Rules: `dockerfile-syntax`, `dockerfile-without-stage`, `unknown-instruction`, `unknown-flag`,
  /// `undefined-stage` and `variable-in-from`.
  public let diagnostics: [Diagnostic]
  /// The character that takes the meaning from the next one.
  let escape: UInt8

  /// Reads a file.
  public init(parsing file: SourceFile) {
    var parser = InstructionParser(file)
    parser.parse()
    self.file = file
    escape = parser.reader.escape
    syntax = parser.reader.directives.values["syntax"]

    var globals: [Instruction] = []
    var stages: [Stage] = []
    for instruction in parser.instructions {
      if instruction.keyword == .from {
        if let stage = Stage(instruction, index: stages.count) { stages.append(stage) }
      } else if !stages.isEmpty {
        stages[stages.count - 1].instructions.append(instruction)
      } else if instruction.keyword == .arg {
        globals.append(instruction)
      } else {
        let message = "'\(instruction.keyword.rawValue)' stands before the first FROM"
        parser.report("dockerfile-syntax", message, at: instruction.range)
      }
    }
    if stages.isEmpty {
      parser.report("dockerfile-without-stage", "the file has no FROM", at: .at(0))
    }
    parser.checkStageIndexes(of: stages)
    self.globals = globals
    self.stages = stages
    diagnostics = parser.diagnostics.sorted()
  }

  /// The arguments that any instruction of the file declares.
  public var declaredArguments: Set<String> {
    let all = globals + stages.flatMap(\.instructions)
    return Set(all.filter { $0.keyword == .arg }.flatMap(\.declaredNames))
  }
}

extension Stage {
  /// The stage that a FROM starts; `nil` when it names nothing.
  fileprivate init?(_ from: Instruction, index: Int) {
    guard let base = from.arguments.first else { return nil }
    let words = from.arguments
    let isNamed = words.count == 3 && words[1].text.lowercased() == "as"
    self.init(
      index: index, name: isNamed ? Word(words[2].text.lowercased(), at: words[2].range) : nil,
      base: base, platform: from.flag("platform")?.value, instructions: [], range: from.range)
  }
}

extension Instruction {
  /// The names that an ARG declares.
  var declaredNames: [String] {
    arguments.map { String($0.text.prefix { $0 != "=" }) }
  }
}

extension InstructionParser {
  /// Reports the numbers in `COPY --from=` that no stage has.
  fileprivate mutating func checkStageIndexes(of stages: [Stage]) {
    for stage in stages {
      for instruction in stage.instructions where instruction.keyword == .copy {
        guard let from = instruction.flag("from")?.value, let index = Int(from.text) else {
          continue
        }
        if !stages.indices.contains(index) {
          let message = "there is no stage \(index); the last one is \(stages.count - 1)"
          report("undefined-stage", message, at: from.range)
        }
      }
    }
  }
}
