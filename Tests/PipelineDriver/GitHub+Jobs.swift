extension GitHub {
  /// `github` for a run.
  func context(of run: Run) -> Value {
    .object([
      "repository": .string(repository), "ref": .string(run.ref),
      "ref_name": .string(run.branch), "sha": .string(run.sha),
      "actor": .string(Registry.credentials.user),
      "event_name": .string(run.event.name), "event": run.payload,
      "workflow": .string(run.workflow.name), "run_id": .string(String(run.id)),
      "run_attempt": .string(String(run.attempt)), "run_number": .string(String(run.id)),
    ])
  }

  /// What a job's own keys can see, with the state of all jobs before it.
  func scope(of job: WorkflowFile.Job, _ run: Run) throws -> Scope {
    var needs: [String: Value] = [:]
    for need in job.needs {
      guard let state = run.jobs[need] else { continue }
      needs[need] = .object([
        "result": .string(state.result?.rawValue ?? ""),
        "outputs": .object(state.outputs.mapValues { .string($0) }),
      ])
    }
    // `success()` and `failure()` look at all jobs before this one, however far.
    var before: Set<String> = []
    var next = job.needs
    while let id = next.popLast() {
      guard before.insert(id).inserted else { continue }
      next += run.workflow.jobs.first { $0.id == id }?.needs ?? []
    }
    let results = before.map { run.jobs[$0]?.result ?? .skipped }
    let status = Scope.Status(
      success: results.allSatisfy { $0 == .success } && !run.isCancelled,
      failure: results.contains(.failure), cancelled: run.isCancelled)
    return Scope(
      ["github": context(of: run), "inputs": run.inputs, "needs": .object(needs)], status: status)
  }

  /// Does what a running job does, and ends it.
  func finish(_ job: WorkflowFile.Job, of index: Int) async throws {
    let run = runs[index]
    var scope = try scope(of: job, run)
    var state = run.jobs[job.id] ?? JobState()
    runs[index].jobs[job.id]?.isBusy = true
    do {
      var entries: [Value] = [.null]
      if let include = job.include {
        guard case .array(let list) = try scope.value(include), !list.isEmpty else {
          throw EvaluationFailure(message: "the matrix of \(job.id) is empty")
        }
        entries = list
      }
      for entry in entries {
        if entry != .null { scope.contexts["matrix"] = entry }
        guard !job.failFast || !state.legs.contains(where: { $0.result == .failure }) else {
          continue
        }
        let permissions = job.permissions ?? run.workflow.permissions
        try publish(permissions)
        let place = Machine.Place(
          job: job, run: run, repository: repository, permissions: permissions, scope: scope)
        let leg = try await machine.execute(place)
        state.legs.append(leg)
        try watch(run, leg)
        state.outputs.merge(leg.outputs) { $1 }
      }
      state.result = state.legs.contains { $0.result == .failure } ? .failure : .success
    } catch let failure as EvaluationFailure {
      var leg = Leg(job: job.id, matrix: .null, result: .failure)
      leg.steps = [StepReport(name: "Set up job", isBuild: false, log: failure.message)]
      state.legs.append(leg)
      state.result = .failure
    }
    state.phase = .done
    runs[index].jobs[job.id] = state
  }

  /// Lets the API tell how far every run is, to who shows a token that may read it.
  private func publish(_ permissions: [String: String]) throws {
    let list = runs.map { run in
      Value.object([
        "id": .number(Double(run.id)), "path": .string(run.workflow.path),
        "head_branch": .string(run.branch), "status": .string(run.status.rawValue),
      ])
    }
    let state = Value.object([
      "repository": .string(repository), "runs": .array(list),
      "token": .string(Registry.credentials.token),
      "permissions": .object(permissions.mapValues { .string($0) }),
    ])
    try machine.folder.write(try state.json(), to: "api/state.json")
  }
}
