internal import Expressions

extension SchemaType {
  /// A whole workflow file.
  static let workflow = SchemaType.keys(
    [
      "on": events, "name": .text, "description": .text,
      "run-name": .expressions(.runName, .text), "defaults": .keys(["run": defaultsOfRuns]),
      "env": .expressions(.workflowEnvironment, .names(.text)), "permissions": permissions,
      "concurrency": .expressions(.workflowConcurrency, .choice([.text, concurrency])),
      "jobs": .names(job), "cache-mode": cacheMode,
    ], required: ["on", "jobs"])

  /// A job: its own steps, or a call of another workflow.
  private static let job = SchemaType.mapping([
    SchemaMapping(
      keys: common.merging(
        [
          "runs-on": .expressions(.job, .choice([.filledText, .list(.filledText), runnerGroup])),
          "timeout-minutes": .expressions(.job, .number),
          "cancel-timeout-minutes": .expressions(.job, .number),
          "continue-on-error": .expressions(.job, .boolean),
          "container": .expressions(.job, .choice([.text, container()])),
          "services": .expressions(
            .job,
            .names(.choice([.filledText, container(["entrypoint": .text, "command": .text])]))),
          "env": .expressions(.jobEnvironment, .names(.text)), "environment": environment,
          "outputs": .names(.expressions(.jobOutput, .text)),
          "defaults": .keys(["run": .expressions(.defaults, defaultsOfRuns)]), "steps": .steps,
          "snapshot": .choice([.filledText, snapshot]), "cache-mode": cacheMode,
        ]) { $1 }, required: ["runs-on"]),
    SchemaMapping(
      keys: common.merging([
        "uses": .filledText, "with": .names(.expressions(.job, scalar)),
        "secrets": .choice([.names(.expressions(.jobSecret, scalar)), .word(["inherit"])]),
      ]) { $1 }, required: ["uses"]),
  ])

  /// What both kinds of job have.
  private static let common: [String: SchemaType] = [
    "name": .expressions(.job, .text), "needs": filledTexts,
    "if": .expressions(.jobCondition, .text), "permissions": permissions,
    "concurrency": .expressions(.job, .choice([.filledText, concurrency])),
    "strategy": .expressions(
      .strategy, .keys(["fail-fast": .boolean, "max-parallel": .number, "matrix": matrix])),
  ]

  private static let matrix = SchemaType.mapping([
    SchemaMapping(
      keys: ["include": .list(.names(.any)), "exclude": .list(.names(.any))], required: [],
      others: .list(.any))
  ])

  private static let runnerGroup = SchemaType.keys(["group": .filledText, "labels": filledTexts])

  private static let concurrency = SchemaType.keys(
    ["group": .filledText, "cancel-in-progress": .boolean, "queue": .word(["single", "max"])],
    required: ["group"])

  private static let environment = SchemaType.expressions(
    .job,
    .choice([
      .text,
      .keys(
        [
          "name": .text, "url": .expressions(.environmentAddress, .text), "deployment": .boolean,
        ], required: ["name"]),
    ]))

  private static let snapshot = SchemaType.keys(
    [
      "image-name": .filledText, "if": .expressions(.snapshotCondition, .text),
      "version": .filledText,
    ], required: ["image-name"])

  private static func container(_ more: [String: SchemaType] = [:]) -> SchemaType {
    .keys(
      [
        "image": .filledText, "options": .text, "ports": .list(.filledText),
        "volumes": .list(.filledText), "env": .names(.expressions(.containerEnvironment, .text)),
        "credentials": .expressions(
          .credentials, .keys(["username": .filledText, "password": .filledText])),
      ].merging(more) { $1 })
  }

  private static let defaultsOfRuns = SchemaType.keys([
    "shell": .filledText, "working-directory": .filledText,
  ])

  /// GitHub changelog of 10 September 2026.
  private static let cacheMode = SchemaType.any

  /// The scopes of `permissions`, each with its words.
  static let permissionScopes: [String: SchemaType] = {
    let any = SchemaType.word(["read", "write", "none"])
    let names = [
      "actions", "artifact-metadata", "attestations", "checks", "code-quality", "contents",
      "deployments", "discussions", "drives", "issues", "packages", "pages", "pull-requests",
      "repository-projects", "security-events", "statuses",
    ]
    var scopes = Dictionary(uniqueKeysWithValues: names.map { ($0, any) })
    for name in ["copilot-requests", "id-token"] { scopes[name] = .word(["write", "none"]) }
    for name in ["models", "vulnerability-alerts"] { scopes[name] = .word(["read", "none"]) }
    return scopes
  }()

  private static let permissions = SchemaType.choice([
    .keys(permissionScopes), .word(["read-all", "write-all"]),
  ])
}
