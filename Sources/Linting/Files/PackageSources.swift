import Dockerfiles

/// The packages of the repository that an image's sources depend on, directly or through others.
struct PackageSources {
  private let files: RepositoryFiles
  private var reader: LocalPackageReader

  init(_ repository: Repository, _ files: RepositoryFiles) {
    self.files = files
    reader = LocalPackageReader(repository.view, files)
  }

  /// The packages behind the manifests that a build takes from places that are asked for.
  ///
  /// - Parameter isWanted: Whether a manifest is one that the image is about.
  mutating func packages(
    of sources: BuildFiles, where isWanted: (String) -> Bool
  ) -> [LocalPackage] {
    var waiting: [String] = []
    for input in sources.resolution.inputs where input.kind != .bind {
      guard input.pattern.value != nil else { continue }
      let paths = sources.files(of: input, in: files)
      waiting += paths.filter {
        LocalPackageReader.isManifest($0) && !sources.ignores($0) && isWanted($0)
      }
    }
    var seen = Set(waiting)
    var found: [LocalPackage] = []
    while let manifest = waiting.popLast() {
      for package in reader.packages(in: manifest)
      where !found.contains(where: { $0.directory == package.directory }) {
        found.append(package)
        for path in files.files(startingWith: package.directory + "/")
        where LocalPackageReader.isManifest(path) && seen.insert(path).inserted {
          let isOwn = !path.dropFirst(package.directory.count + 1).contains("/")
          if isOwn { waiting.append(path) }
        }
      }
    }
    return found.sorted { $0.directory < $1.directory }
  }
}
