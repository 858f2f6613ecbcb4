import SourceText
import YAML

extension WorkflowFile {
  /// What the token of a job may do with packages, and where that is said; `nil` when the settings of
  /// the repository or a caller decide.
  func packagesAccess(of job: Job) -> (access: EffectivePermissions.Access, node: Node)? {
    statedPermissions(of: job).flatMap { stated in
      stated.value.access("packages").map { ($0, stated.node) }
    }
  }
}

extension Repository {
  /// What the token may do with packages at a place, and the file and the node that say so; `nil` when
  /// the settings of the repository decide.
  ///
  /// A called workflow that states nothing gets what its caller has.
  func packagesAccess(at place: Place) -> (
    access: EffectivePermissions.Access, file: SourceFile, node: Node
  )? {
    let (inner, job) = innermostJob(at: place)
    if let (access, node) = inner.packagesAccess(of: job) { return (access, inner.file, node) }
    guard place.calls.count == 1, !inner.statesPermissions(of: job) else { return nil }
    let caller = workflows[place.workflow]
    return caller.packagesAccess(of: caller.jobs[place.job]).map {
      ($0.access, caller.file, $0.node)
    }
  }

  /// Whether a job has logged in to a registry with the token of its run alone, before an effect.
  func usesRunToken(for push: RegistryPush) -> Bool {
    let effects = effects.effects(ofJob: push.place.job, in: push.place.workflow)
    let logins = Effects.sameRunner(as: push.position, in: effects).filter { position in
      guard position < push.position, case .login(let address) = effects[position].kind
      else { return false }
      let host = RegistryHost.ofAddress(address)
      return host == nil || host == push.host
    }
    return !logins.isEmpty
      && logins.allSatisfy { position in
        guard let step = effects[position].step else { return false }
        let (workflow, job) = innermostJob(at: push.place)
        if let input = step.input("password")?.text?.filter({ !$0.isWhitespace }),
          input.hasPrefix("${{inputs."), input.hasSuffix("}}"), effects[position].detail != nil,
          let caller = self.step(at: push.place)
        {
          let name = input.dropFirst("${{inputs.".count).dropLast(2)
          return caller.input(String(name))?.isRunToken ?? false
        }
        return step.logsInWithRunToken(
          environments: [step.body["env"], job.body["env"], workflow.document.root?["env"]]
            .compactMap(\.self))
      }
  }
}

extension Step {
  /// Whether the credentials that it logs in with are certainly the token of the run.
  fileprivate func logsInWithRunToken(environments: [Node]) -> Bool {
    if action != nil { return input("password")?.isRunToken ?? false }
    guard let script = run?.text else { return false }
    let bare = script.filter { !$0.isWhitespace }.lowercased()
    if bare.contains("${{secrets.github_token}}") || bare.contains("${{github.token}}") {
      return bare.ranges(of: "${{secrets.").count
        <= bare.ranges(of: "${{secrets.github_token").count
    }
    // A variable that the script names must be the token, and no other secret must be near.
    let secrets = environments.flatMap(\.entries).filter { entry in
      entry.value.text?.contains("secrets.") ?? false || entry.value.isRunToken
    }
    return !secrets.isEmpty && secrets.allSatisfy(\.value.isRunToken)
      && secrets.contains {
        $0.key.text.map { script.contains("$" + $0) || script.contains("${" + $0) } ?? false
      }
  }
}
