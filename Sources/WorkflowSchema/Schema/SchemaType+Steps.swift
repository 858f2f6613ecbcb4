internal import Expressions

extension SchemaType {
  /// The value of `steps`.
  static let stepList = SchemaType.list(
    .mapping([
      step(
        "run", .expressions(.step, .text),
        working.merging([
          "working-directory": .expressions(.step, .text), "shell": .filledText,
        ]) { $1 }),
      step(
        "uses", .filledText, working.merging(["with": .expressions(.step, .names(.text))]) { $1 }),
      step("wait", filledTexts, waiting), step("wait-all", .choice([.nothing, .boolean]), waiting),
      step("cancel", .filledText, waiting),
      SchemaMapping(keys: ["parallel": .steps], required: ["parallel"]),
    ]))

  private static func step(
    _ key: String, _ value: SchemaType, _ others: [String: SchemaType]
  ) -> SchemaMapping {
    SchemaMapping(keys: others.merging([key: value]) { $1 }, required: [key])
  }

  /// What a step that waits for others has.
  private static let waiting: [String: SchemaType] = [
    "name": .expressions(.step, .text), "id": .filledText,
    "continue-on-error": .expressions(.step, .boolean),
  ]

  /// What a step that does something has.
  private static let working = waiting.merging([
    "if": .expressions(.stepCondition, .text),
    "timeout-minutes": .expressions(.step, .number),
    "env": .expressions(.step, .names(.text)), "background": .boolean,
  ]) { $1 }
}
