public import SourceText

/// A piece of an instruction: its text as BuildKit reads it, and where it stands.
public struct Word: Hashable, Sendable {
  /// The text; variables are not expanded, continuation lines are joined, JSON is decoded.
  public var text: String
  /// The range in the file.
  public var range: SourceRange

  /// Creates a word.
  public init(_ text: String, at range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// An option before the arguments of an instruction: `--name=value`.
public struct Flag: Hashable, Sendable {
  /// The name without its dashes.
  public var name: String
  /// What follows the `=`, quotes removed; `nil` when there is no `=`.
  public var value: Word?
  /// The range of the whole flag.
  public var range: SourceRange
}

/// A text that an instruction carries in the lines behind it: `<<EOF`.
public struct Heredoc: Hashable, Sendable {
  /// The word that ends it, without quotes.
  public var name: String
  /// The range of its lines, the one that ends it excluded.
  public var body: SourceRange
}

/// One instruction of a Dockerfile.
public struct Instruction: Hashable, Sendable {
  /// What an instruction does.
  public enum Keyword: String, Hashable, Sendable, CaseIterable {
    case add = "ADD"
    case arg = "ARG"
    case cmd = "CMD"
    case copy = "COPY"
    case entrypoint = "ENTRYPOINT"
    case env = "ENV"
    case expose = "EXPOSE"
    case from = "FROM"
    case healthcheck = "HEALTHCHECK"
    case label = "LABEL"
    case maintainer = "MAINTAINER"
    case onbuild = "ONBUILD"
    case run = "RUN"
    case shell = "SHELL"
    case stopsignal = "STOPSIGNAL"
    case user = "USER"
    case volume = "VOLUME"
    case workdir = "WORKDIR"
  }

  /// What it does.
  public var keyword: Keyword
  /// The options before the arguments.
  public var flags: [Flag]
  /// The arguments of FROM, ARG, COPY and ADD; name and value by turns for ENV.
  ///
  /// Empty for all others: what they say concerns neither images nor inputs.
  public var arguments: [Word]
  /// The texts that it carries.
  public var heredocs: [Heredoc]
  /// The instruction that an ONBUILD leaves to the children of the image; else empty.
  public var trigger: [Instruction]
  /// The range from the keyword to the end of its last line, heredocs excluded.
  public var range: SourceRange

  /// The last flag of a name.
  func flag(_ name: String) -> Flag? { flags.last { $0.name == name } }
}

/// One build stage: a FROM and the instructions behind it.
public struct Stage: Hashable, Sendable {
  /// The place among the stages, from 0.
  public var index: Int
  /// The name behind `AS`, in lower case as BuildKit keeps it; `nil` when it has none.
  public var name: Word?
  /// What FROM names, as it is written.
  public var base: Word
  /// The value of `--platform`, as it is written.
  public var platform: Word?
  /// Everything behind the FROM, in order.
  public var instructions: [Instruction]
  /// The range of the FROM.
  public var range: SourceRange
}
