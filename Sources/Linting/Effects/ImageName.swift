import Dockerfiles

/// The name of an image as far as it is known: its repository at least.
struct ImageName: Hashable, Sendable {
  /// Which of the images in the repository.
  enum Version: Hashable, Sendable {
    /// The one that a tag points at.
    case tag(String)
    /// The one that a tag points at which each run makes anew, as in `build-` and the commit.
    case perRun(PartialText)
    /// One whose bytes are given.
    case digest
    /// It cannot be told.
    case unknown
  }

  /// Registry and path, as in `docker.io/library/python`.
  var repository: String
  /// Which of its images.
  var version: Version

  /// Reads a reference; `nil` when not even the repository can be told.
  init?(_ partial: PartialText) {
    let parts = partial.pattern.split(separator: "@", maxSplits: 1)
    guard let name = parts.first else { return nil }
    let colon = name.lastIndex(of: ":").flatMap { name[$0...].contains("/") ? nil : $0 }
    let head = PartialText(pattern: String(name[..<(colon ?? name.endIndex)]))
    guard let text = head.text, let reference = ImageReference(text) else { return nil }
    repository = reference.repository
    if parts.count == 2 {
      version = .digest
    } else if let colon {
      let tag = PartialText(pattern: String(name[colon...].dropFirst()))
      version = tag.text.map { .tag($0) } ?? (tag.isKnownInRun ? .perRun(tag) : .unknown)
    } else {
      version = .tag("latest")
    }
  }

  /// Whether its registry is one that runs on the machine of the job.
  var isOnMachine: Bool {
    ["localhost", "127.0.0.1"].contains(repository.prefix { $0 != ":" && $0 != "/" })
  }

  /// The reference in full; `nil` when its tag is not known.
  var reference: String? {
    if case .tag(let tag) = version { "\(repository):\(tag)" } else { nil }
  }
}
