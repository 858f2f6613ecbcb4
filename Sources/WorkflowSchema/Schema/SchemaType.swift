internal import Expressions

/// What GitHub accepts as a value somewhere in a workflow file.
///
/// Source of all that is stated in this module: `workflow-v1.0.json` of actions/languageservices,
/// unless something else is named.
indirect enum SchemaType: Sendable {
  /// Anything.
  case any
  /// A text; every other scalar is taken for one.
  case text
  /// A text that is not empty.
  case filledText
  /// One of some words.
  case word([String])
  /// `true` or `false`.
  case boolean
  /// A number.
  case number
  /// Nothing.
  case nothing
  /// A list.
  case list(SchemaType)
  /// A mapping that has the keys of one of these.
  case mapping([SchemaMapping])
  /// One of several.
  case choice([SchemaType])
  /// A value that may hold expressions, and so may all below it.
  case expressions(ExpressionPlace, SchemaType)
  /// A type that is defined in terms of itself.
  case steps

  /// A mapping with some keys.
  static func keys(_ keys: [String: SchemaType], required: Set<String> = []) -> SchemaType {
    .mapping([SchemaMapping(keys: keys, required: required)])
  }

  /// A mapping whose keys are up to the author.
  static func names(_ value: SchemaType) -> SchemaType {
    .mapping([SchemaMapping(keys: [:], required: [], others: value)])
  }

  /// One text, or a list of them.
  static let filledTexts = SchemaType.choice([.filledText, .list(.filledText)])
}

/// A mapping with keys that GitHub knows.
struct SchemaMapping: Sendable {
  /// The keys and their values.
  var keys: [String: SchemaType]
  /// The keys that must be there.
  var required: Set<String>
  /// What every other key holds; `nil` where there must be none.
  var others: SchemaType?
}
