extension GitHub {
  /// Somebody opens a pull request of a branch, or has pushed to it since.
  /// - Parameter isFork: whether the branch is of a fork.
  public func propose(_ branch: String, isFork: Bool = false) async throws {
    guard let head = try await origin.tip(of: branch), let base = try await origin.tip(of: "main")
    else { throw Unsupported("a pull request of '\(branch)'") }
    let number = proposals[branch] ?? proposals.count + 1
    proposals[branch] = number
    let merge = try await origin.merge(head, into: base, at: "refs/pull/\(number)/merge")
    for workflow in try await workflows(at: merge) where workflow.triggers.pullRequest {
      start(
        workflow, .pullRequest(number, isFork: isFork), merge, branch,
        payload: ["number": .number(Double(number))])
    }
  }

  /// A pull request enters the merge queue of a repository that rebases: its commits stand on the tip
  /// as they are.
  public func enqueue(_ branch: String) async throws {
    guard let head = try await origin.tip(of: branch), let base = try await origin.tip(of: "main"),
      let number = proposals[branch]
    else { throw Unsupported("a group of '\(branch)'") }
    let queue = "gh-readonly-queue/main/pr-\(number)-\(base)"
    try await origin.create(queue, at: head)
    for workflow in try await workflows(at: head) where workflow.triggers.mergeGroup {
      start(
        workflow, .mergeGroup(number), head, queue,
        payload: ["merge_group": .object(["base_sha": .string(base), "head_sha": .string(head)])])
    }
  }
}
