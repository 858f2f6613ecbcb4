/// What `github.event` holds, by the event that started the run.
///
/// Source: GitHub docs, "Webhook events and payloads". Only keys that stand for one kind of event
/// are listed: of any other key nobody says that it is missing.
enum EventPayload {
  /// The events whose payload has a key; `nil` when nothing is known about the key.
  static func events(with key: String) -> Set<String>? {
    byKey[key]
  }

  /// The known keys that the payload of an event does not have, sorted.
  static func keys(missingIn event: String) -> [String] {
    byKey.filter { !$0.value.contains(event) }.keys.sorted()
  }

  /// The events that start workflows and whose payloads are known.
  static let known: Set<String> = {
    var events: Set<String> = [
      "push", "schedule", "workflow_dispatch", "workflow_run", "repository_dispatch", "create",
      "delete", "fork", "gollum", "page_build", "public", "status", "watch",
    ]
    for others in byKey.values { events.formUnion(others) }
    return events
  }()

  /// The events in which `github.head_ref` and `github.base_ref` may be set.
  ///
  /// GitHub promises them for the first two only.
  static let withHeadAndBase = pullRequests.union(["merge_group"])

  /// The keys of `github.event.workflow_run`.
  ///
  /// Source: actions/languageservices, `context-providers/events/webhooks.json`, `workflow_run`.
  static let keysOfRun: Set<String> = [
    "id", "name", "node_id", "workflow_id", "path", "event", "status", "conclusion", "head_branch",
    "head_sha", "head_commit", "head_repository", "repository", "pull_requests",
    "referenced_workflows", "run_number", "run_attempt", "run_started_at", "created_at",
    "updated_at", "display_title", "actor", "triggering_actor", "check_suite_id",
    "check_suite_node_id", "check_suite_url", "artifacts_url", "jobs_url", "logs_url",
    "cancel_url", "rerun_url", "workflow_url", "html_url", "url", "previous_attempt_url",
    "head_repository_id", "head_repository_url", "repository_url",
  ]

  private static let pullRequests: Set<String> = [
    "pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment",
  ]

  private static let byKey: [String: Set<String>] = [
    "check_run": ["check_run"],
    "check_suite": ["check_suite"],
    "client_payload": ["repository_dispatch"],
    "comment": [
      "issue_comment", "pull_request_review_comment", "discussion_comment", "commit_comment",
    ],
    "commits": ["push"],
    "compare": ["push"],
    "deployment": ["deployment", "deployment_status", "deployment_protection_rule"],
    "deployment_status": ["deployment_status"],
    "discussion": ["discussion", "discussion_comment"],
    "forced": ["push"],
    "forkee": ["fork"],
    "head_commit": ["push"],
    "inputs": ["workflow_dispatch"],
    "issue": ["issues", "issue_comment"],
    "merge_group": ["merge_group"],
    "pull_request": pullRequests,
    "pusher": ["push"],
    "registry_package": ["registry_package"],
    "release": ["release"],
    "review": ["pull_request_review"],
    "schedule": ["schedule"],
    "workflow_run": ["workflow_run"],
  ]
}
