internal import FoundationEssentials
internal import SourceText

/// What git's own files say of a work tree: git itself need not be there.
struct GitDirectory {
  /// Where the work tree's HEAD is.
  private let own: String
  /// Where configuration and remote branches are, which linked work trees share.
  private let common: String

  /// The git directory of a work tree; `nil` when there is none.
  init?(of root: String) {
    let path = root + "/.git"
    var isDirectory = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      return nil
    }
    guard !isDirectory else {
      (own, common) = (path, path)
      return
    }
    // In a linked work tree and in a submodule: gitrepository-layout(5).
    guard let line = Self.firstLine(of: path), line.hasPrefix("gitdir: ") else { return nil }
    own = Self.resolved(String(line.dropFirst("gitdir: ".count)), from: root)
    common =
      Self.firstLine(of: own + "/commondir").map { [own] in Self.resolved($0, from: own) } ?? own
  }

  /// The branch that the remote's HEAD names, as it was when the repository was cloned; `nil` where
  /// nothing says so. Git keeps such a reference in a file of its own, never among the packed ones.
  var remoteDefaultBranch: String? {
    let remote = "ref: refs/remotes/origin/"
    guard let line = Self.firstLine(of: common + "/refs/remotes/origin/HEAD"),
      line.hasPrefix(remote)
    else { return nil }
    return String(line.dropFirst(remote.count))
  }

  /// The branch that the remote's HEAD names. Without it only `master` is taken for one that is
  /// published, when it is checked out: another one may be anybody's work.
  var defaultBranch: String? {
    if let branch = remoteDefaultBranch { return branch }
    return Self.firstLine(of: own + "/HEAD") == "ref: refs/heads/master" ? "master" : nil
  }

  /// The address of the remote `origin`, read from git's configuration.
  var remote: String? {
    var isOrigin = false
    for line in Self.lines(of: common + "/config") {
      let text = line.drop { $0 == " " || $0 == "\t" }
      if text.hasPrefix("[") {
        isOrigin = text.hasPrefix("[remote \"origin\"]")
      } else if isOrigin, text.hasPrefix("url") {
        return text.split(separator: "=", maxSplits: 1).last.map {
          $0.drop { $0 == " " }.description
        }
      }
    }
    return nil
  }

  private static func resolved(_ path: String, from directory: String) -> String {
    path.hasPrefix("/") ? path : directory + "/" + path
  }

  private static func firstLine(of path: String) -> String? {
    lines(of: path).first.map(String.init)
  }

  private static func lines(of path: String) -> [Substring] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
  }
}
