internal import Expressions

extension SchemaType {
  /// The steps of a composite action.
  ///
  /// Source: actions/runner, `src/Runner.Worker/action_yaml.json`, `composite-steps`. Time limits are
  /// none of its keys; they are let through, since the runner may have learnt them.
  static let actionSteps = SchemaType.list(
    .mapping([
      SchemaMapping(
        keys: common.merging([
          "run": .expressions(.actionStep, .text), "shell": .expressions(.actionStep, .text),
          "working-directory": .expressions(.actionStep, .text),
        ]) { $1 }, required: ["run"]),
      SchemaMapping(
        keys: common.merging([
          "uses": .filledText, "with": .expressions(.actionStep, .names(.text)),
        ]) { $1 }, required: ["uses"]),
    ]))

  private static let common: [String: SchemaType] = [
    "name": .expressions(.actionStep, .text), "id": .filledText,
    "if": .expressions(.actionCondition, .text), "env": .expressions(.actionStep, .names(.text)),
    "continue-on-error": .expressions(.actionStep, .boolean),
    "timeout-minutes": .expressions(.actionStep, .number),
  ]
}
