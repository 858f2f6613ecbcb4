import Dockerfiles
import SourceText

extension Repository {
  /// Whether an image does something by itself: its last stage, or what that stands on, has a CMD
  /// or an ENTRYPOINT; `nil` when that is not known.
  ///
  /// Those of public images that everybody builds on are not counted.
  func startsSomething(build position: Int, depth: Int = 0) -> Bool? {
    let build = effects.builds[position]
    guard depth < 8, let path = build.dockerfile, let file = view.read(path) else { return nil }
    let dockerfile = Dockerfile(parsing: file)
    let target = build.target?.text
    let resolution = dockerfile.resolve(target: target, buildArguments: build.arguments ?? [:])
    guard var stage = resolution.target else { return nil }
    while true {
      guard dockerfile.stages.indices.contains(stage) else { return nil }
      let keywords = dockerfile.stages[stage].instructions.map(\.keyword)
      if keywords.contains(.cmd) || keywords.contains(.entrypoint) { return true }
      let base = dockerfile.stages[stage].base.text.lowercased()
      guard let earlier = dockerfile.stages[..<stage].lastIndex(where: { $0.name?.text == base })
      else { break }
      stage = earlier
    }
    guard let base = resolution.references.first(where: \.isFinalBase)?.image else {
      return dockerfile.stages[stage].base.text == ImageReference.scratch ? false : nil
    }
    guard let builder = flow.publishers[base.repository]?.first, builder != position else {
      return Self.plainBases.contains { base.path.hasSuffix($0) } ? false : nil
    }
    return startsSomething(build: builder, depth: depth + 1)
  }

  /// Public images that hold a system or a language and nothing that serves.
  private static let plainBases = [
    "/alpine", "/debian", "/ubuntu", "/fedora", "/centos", "/rockylinux", "/almalinux", "/busybox",
    "/amazonlinux", "/archlinux", "/buildpack-deps", "/python", "/node", "/golang", "/rust",
    "/ruby", "/php", "/perl", "/gcc", "/swift", "/erlang", "/elixir", "/julia", "/r-base",
    "/eclipse-temurin", "/openjdk", "/maven", "/gradle", "/minideb", "/cuda", "/leap", "/jdk",
    "/sdk", "/runtime", "/r-ver",
  ]

  /// The images that the repository's files name apart from its workflows: whether one of them
  /// names the image in a repository of a registry.
  ///
  /// - Parameter own: the Dockerfile of the image, which may name it in a comment.
  func isMentioned(_ repository: String, except own: String?) -> Bool {
    guard let paths = view.paths() else { return true }
    let path = repository.split(separator: "/").dropFirst().joined(separator: "/")
    let last = "/" + (path.split(separator: "/").last ?? "")
    for file in paths where file != own && Self.mayNameImages(file) {
      guard let text = view.read(file)?.text else { continue }
      if text.contains(path) || text.contains(last + ":") || text.contains(last + "@") {
        return true
      }
    }
    return false
  }

  /// Whether a file is of a kind that names images: documents, configuration and scripts.
  private static func mayNameImages(_ path: String) -> Bool {
    guard !RepositoryView.isWorkflow(path) else { return false }
    let name = path.split(separator: "/").last ?? ""
    let kinds = [
      "md", "txt", "rst", "adoc", "yml", "yaml", "json", "toml", "sh", "py", "tf", "hcl", "env",
      "mk", "cfg", "ini", "go", "ts", "js", "rb", "html", "Dockerfile",
    ]
    guard let dot = name.lastIndex(of: ".") else { return true }
    return name.contains("ockerfile") || kinds.contains(String(name[dot...].dropFirst()))
  }
}
