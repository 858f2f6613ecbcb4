internal import Expressions

extension SchemaType {
  /// The value of `on`.
  static let events = SchemaType.choice([
    .word(eventNames), .list(.word(eventNames)), .keys(eventTypes),
  ])

  /// Every event.
  static let eventNames = eventTypes.keys.sorted()

  private static let eventTypes: [String: SchemaType] = {
    var types: [String: SchemaType] = [:]
    for (name, activities) in activityTypes { types[name] = filters(activities) }
    for name in [
      "create", "delete", "deployment", "deployment_status", "fork", "gollum", "page_build",
      "public",
      "status",
    ] {
      types[name] = .nothing
    }
    types["push"] = filters([], filterKeys)
    for name in ["pull_request", "pull_request_target"] {
      types[name] = filters(pullRequestActivities, filterKeys.filter { !$0.hasPrefix("tags") })
    }
    // `destroyed` is documented for webhooks alone, but workflows do start on it.
    types["merge_group"] = filters(
      ["checks_requested", "destroyed"], ["branches", "branches-ignore"])
    types["image_version"] = filters(["created", "ready", "deleted"], ["names", "versions"])
    types["workflow_run"] = filters(
      ["requested", "completed", "in_progress"], ["workflows", "branches", "branches-ignore"])
    types["repository_dispatch"] = .choice([.nothing, .keys(["types": filledTexts])])
    types["schedule"] = .list(
      .keys(["cron": .filledText, "timezone": .filledText], required: ["cron"]))
    types["workflow_call"] = .choice([.nothing, call])
    types["workflow_dispatch"] = .choice([
      .nothing, .keys(["inputs": .choice([.nothing, .names(dispatchInput)])]),
    ])
    return types
  }()

  private static let filterKeys = [
    "branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore",
  ]

  /// Nothing, or a mapping with the activities and filters of an event.
  private static func filters(_ activities: [String], _ filters: [String] = []) -> SchemaType {
    var keys = Dictionary(uniqueKeysWithValues: filters.map { ($0, filledTexts) })
    if !activities.isEmpty {
      keys["types"] = .choice([.word(activities), .list(.word(activities))])
    }
    return .choice([.nothing, .keys(keys)])
  }

  private static let call = SchemaType.keys([
    "inputs": named(
      .keys(
        [
          "description": .text, "type": .word(["string", "boolean", "number"]),
          "required": .boolean,
          "default": .expressions(.inputDefault, scalar), "deprecationMessage": .text,
        ], required: ["type"])),
    "secrets": named(.choice([.nothing, .keys(["description": .text, "required": .boolean])])),
    "outputs": named(
      .keys(
        ["description": .text, "value": .expressions(.workflowOutput, .text)], required: ["value"])),
  ])

  /// Names that are up to the author, or none at all.
  private static func named(_ value: SchemaType) -> SchemaType {
    .choice([.nothing, .names(value)])
  }

  private static let dispatchInput = SchemaType.keys([
    "description": .text, "type": .word(["string", "boolean", "number", "environment", "choice"]),
    "required": .boolean, "default": scalar, "options": .list(.text), "deprecationMessage": .text,
  ])

  /// A text, a truth value or a number.
  static let scalar = SchemaType.choice([.text, .boolean, .number])

  private static let pullRequestActivities = [
    "assigned", "unassigned", "labeled", "unlabeled", "opened", "edited", "closed", "reopened",
    "synchronize", "converted_to_draft", "locked", "unlocked", "enqueued", "dequeued", "milestoned",
    "demilestoned", "ready_for_review", "review_requested", "review_request_removed",
    "auto_merge_enabled", "auto_merge_disabled", "stacked",
  ]

  /// The activities of the events that have nothing but these.
  private static let activityTypes: [String: [String]] = [
    "branch_protection_rule": ["created", "edited", "deleted"],
    "check_run": ["completed", "created", "rerequested", "requested_action"],
    "check_suite": ["completed"],
    "discussion": [
      "created", "edited", "deleted", "transferred", "pinned", "unpinned", "labeled", "unlabeled",
      "locked", "unlocked", "category_changed", "answered", "unanswered",
    ],
    "discussion_comment": ["created", "edited", "deleted"],
    "issue_comment": ["created", "edited", "deleted"],
    "issues": [
      "opened", "edited", "deleted", "transferred", "pinned", "unpinned", "closed", "reopened",
      "assigned", "unassigned", "labeled", "unlabeled", "locked", "unlocked", "milestoned",
      "demilestoned", "field_added", "field_removed", "typed", "untyped",
    ],
    "label": ["created", "edited", "deleted"],
    "milestone": ["created", "closed", "opened", "edited", "deleted"],
    "project": ["created", "closed", "reopened", "edited", "deleted"],
    "project_card": ["created", "moved", "converted", "edited", "deleted"],
    "project_column": ["created", "updated", "moved", "deleted"],
    "pull_request_comment": ["created", "edited", "deleted"],
    "pull_request_review": ["submitted", "edited", "dismissed"],
    "pull_request_review_comment": ["created", "edited", "deleted"],
    "registry_package": ["published", "updated"],
    "release": [
      "published", "unpublished", "created", "edited", "deleted", "prereleased", "released",
    ],
    "watch": ["started"],
  ]
}
