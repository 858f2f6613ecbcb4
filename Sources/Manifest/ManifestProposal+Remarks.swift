internal import SourceText

/// What a proposal leaves out although a build states it.
extension ManifestProposal {
  /// What the manifest cannot take over from a build, one remark for each kind of thing.
  ///
  /// - Parameter declared: the arguments that the Dockerfile declares; others reach no instruction.
  static func remarks(
    on build: ProposedBuild, as image: String, declared: Set<String>
  ) -> [String] {
    let arguments = build.openArguments.filter(declared.contains)
    var remarks: [String] = []
    if !arguments.isEmpty {
      remarks.append(
        "'\(image)' is proposed without \(list(arguments)), whose value is not stated in "
          + "\(build.origin): 'build-args' and 'volatile-args' take it")
    }
    if !build.secrets.isEmpty {
      remarks.append(
        "'\(image)' is proposed without what \(build.origin) gives its build as a secret, "
          + "\(list(build.secrets)): 'secrets' takes it")
    }
    if !build.agents.isEmpty {
      remarks.append(
        "'\(image)' is proposed without what \(build.origin) gives its build for SSH, "
          + "\(list(build.agents)): 'ssh' takes it, and a step of 'before' starts the agent")
    }
    return remarks
  }

  /// Why a file that may build images says nothing about them.
  static func remark(on fault: Diagnostic) -> String {
    let file = fault.location.file
    let line = SourceLines(file).line(at: fault.location.range.start)
    return "what \(file.name) builds is left out: it cannot be read at line \(line), "
      + "\(fault.message)"
  }

  private static func list(_ names: [String]) -> String {
    names.map { "'\($0)'" }.joined(separator: ", ")
  }
}
