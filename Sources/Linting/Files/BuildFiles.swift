import Dockerfiles
import SourceText

/// What one build takes from the files of the repository.
struct BuildFiles: Sendable {
  /// The Dockerfile, read.
  var dockerfile: Dockerfile
  /// What the build uses.
  var resolution: Resolution
  /// The directory that is built; empty for the root.
  var context: String
  /// What keeps files of it out of the build; `nil` for no such file.
  var ignoreFile: IgnoreFile?

  /// A path of the context seen from the root of the repository.
  func path(_ pathInContext: String) -> String {
    context.isEmpty ? pathInContext : context + (pathInContext.isEmpty ? "" : "/" + pathInContext)
  }

  /// What an input names, from the root of the repository, when it names one path.
  func literalPath(of input: Resolution.Input) -> String? {
    guard let pattern = input.pattern.value, pattern.isLiteral else { return nil }
    let text = pattern.description
    return path(text == "." ? "" : text)
  }

  /// The files of the repository that an input names, what an ignore file leaves out included.
  func files(of input: Resolution.Input, in repository: RepositoryFiles) -> [String] {
    guard let pattern = input.pattern.value else { return [] }
    let start = path(String(decoding: pattern.literalPrefix, as: UTF8.self))
    return repository.files(startingWith: start).filter { file in
      pathInContext(file).map { input.contains($0) == true } ?? false
    }
  }

  /// Whether the ignore file keeps a file out of the build.
  func ignores(_ path: String) -> Bool {
    guard let ignoreFile, let path = pathInContext(path) else { return false }
    return ignoreFile.ignores(path)
  }

  private func pathInContext(_ path: String) -> [UInt8]? {
    if context.isEmpty { return Array(path.utf8) }
    guard path.utf8.starts(with: context.utf8),
      path.utf8.dropFirst(context.utf8.count).first == UInt8(ascii: "/")
    else { return nil }
    return Array(path.utf8.dropFirst(context.utf8.count + 1))
  }
}

/// Finds out what builds take from the repository, each file read once.
struct BuildFilesReader {
  private struct Key: Hashable {
    var dockerfile: String
    var context: String?
    var target: String?
    var arguments: [String: String]
  }

  private let view: RepositoryView
  private var dockerfiles: [String: Dockerfile?] = [:]
  private var ignoreFiles: [[String]: IgnoreFile?] = [:]
  private var known: [Key: BuildFiles] = [:]

  init(_ view: RepositoryView) {
    self.view = view
  }

  /// What a build takes; `nil` when its Dockerfile, stage or arguments are not known.
  mutating func files(of build: ImageBuild) -> BuildFiles? {
    guard let path = build.dockerfile, let context = build.context, build.contexts != nil,
      build.target?.isKnown ?? true, let arguments = build.arguments
    else { return nil }
    let key = Key(
      dockerfile: path, context: context, target: build.target?.text, arguments: arguments)
    if let files = known[key] { return files }
    guard let dockerfile = dockerfile(at: path) else { return nil }
    let unknown = arguments.filter { !PartialText(pattern: $0.value).isKnown }.keys
    let resolution = dockerfile.resolve(
      target: build.target?.text,
      buildArguments: arguments, volatileArguments: Set(unknown))
    let directory = context == "." ? "" : context
    let files = BuildFiles(
      dockerfile: dockerfile, resolution: resolution, context: directory,
      ignoreFile: ignoreFile(dockerfile: path, context: directory))
    known[key] = files
    return files
  }

  private mutating func dockerfile(at path: String) -> Dockerfile? {
    if let known = dockerfiles[path] { return known }
    let dockerfile = view.read(path).map { Dockerfile(parsing: $0) }
    dockerfiles[path] = dockerfile
    return dockerfile
  }

  private mutating func ignoreFile(dockerfile: String, context: String) -> IgnoreFile? {
    let candidates = IgnoreFile.candidates(dockerfile: dockerfile, context: context)
    if let known = ignoreFiles[candidates] { return known }
    let file = candidates.lazy.compactMap(view.read).first.map { IgnoreFile(parsing: $0) }
    ignoreFiles[candidates] = file
    return file
  }
}
