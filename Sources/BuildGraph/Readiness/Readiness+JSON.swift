public import SourceText

extension Readiness {
  /// What `decide.jq` prints for the same question.
  public var json: JSONValue {
    [
      "images": .object(images.map { JSONValue.Member($0.name, $0.json) }),
      "jobs": .object(jobs.map { JSONValue.Member($0.id, .array($0.builds.map(\.json))) }),
      "errors": .strings(errors),
      "warnings": .strings(warnings),
      "waits": .array(waits.map(\.json)),
      "fails": .array(fails.map(\.json)),
      "halt": .bool(halts),
      "depends_on_active": .bool(dependsOnActive),
      "promote": .bool(promotes),
      "run": .bool(task.image != nil),
      "image": .string(task.image ?? ""),
      "reason": .string(task.reason),
    ]
  }
}

extension Readiness.Image {
  var json: JSONValue {
    [
      "state": .string(state.rawValue),
      "action": .string(action.rawValue),
      "reason": .string(reason),
      "forced": .bool(isForced),
      "seen": .string(seen),
    ]
  }
}

extension Readiness.Build {
  var json: JSONValue { ["image": .string(image), "tag": .string(tag), "seen": .string(seen)] }
}

extension Readiness.Obstacle {
  var json: JSONValue { ["image": .string(image), "workflow": .string(workflow)] }
}

extension ReadinessQuestion {
  /// What `decide.jq` reads.
  public var json: JSONValue {
    [
      "data": data.json,
      "stage": .string(stage),
      "task": .string(orNull: task),
      "tags": .sorted(tags.mapValues { .string($0.rawValue) }),
      "answers": .sorted(answers.mapValues(\.json)),
      "event": .string(event.rawValue),
      "rebuild": .string(rebuild.rawValue),
      "parents": .string(parents.rawValue),
      "active": .strings(active.sorted(by: precedes)),
      "upstream_run": .string(orNull: upstreamRun),
    ]
  }
}

extension RegistryAnswer {
  /// The answer as the scripts write it.
  public var json: JSONValue {
    switch self {
    case .present(let published):
      [
        "status": .string("present"),
        "digest": .string(published.digest),
        "bases": published.bases.map { .sorted($0.mapValues(JSONValue.string)) } ?? .null,
        "run": .string(orNull: published.run),
      ]
    case .absent: ["status": .string("absent")]
    case .unknown(let reason): ["status": .string("unknown"), "reason": .string(reason)]
    }
  }
}
