internal import SourceText
internal import Workflows
internal import YAML

extension WorkflowCheck {
  /// Cron lines that GitHub does not know, or does not follow.
  @Sendable static func schedules(_ root: Node) -> [SchemaProblem] {
    (root["on"]?["schedule"]?.items).map { items in
      items.compactMap { item in
        guard let cron = item["cron"], let text = cron.text, !text.isEmpty,
          let fault = CronLine.fault(of: text)
        else { return nil }
        return SchemaProblem(
          .invalidSchedule, "'\(text)' is a schedule \(fault)", at: cron.range,
          help: "write minute, hour, day, month and weekday, as in '23 4 * * 1-5'")
      }
    } ?? []
  }
}
