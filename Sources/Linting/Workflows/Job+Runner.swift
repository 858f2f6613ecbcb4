import Dockerfiles
import YAML

/// Where a combination of a job runs.
struct Runner: Sendable {
  /// The labels that it asks for, in lower case.
  var labels: [String]

  /// A standard runner of GitHub's: a fresh machine for each job.
  ///
  /// Source: GitHub docs, "GitHub-hosted runners", standard runners; larger ones have other names.
  var isHosted: Bool { labels.count == 1 && labels[0].isHostedLabel }

  /// A machine of one's own, which keeps what jobs leave behind.
  var isSelfHosted: Bool { labels.contains("self-hosted") }

  /// The unprivileged container of GitHub's: no Docker, and 15 minutes for a job.
  var isSlim: Bool { labels == ["ubuntu-slim"] }

  /// A Mac of GitHub's, which has no Docker.
  var isHostedMac: Bool { isHosted && labels[0].hasPrefix("macos-") }

  /// A Linux machine of GitHub's with its tool chains and Docker.
  var isHostedLinux: Bool { isHosted && labels[0].hasPrefix("ubuntu-") && !isSlim }

  /// What a Linux machine of GitHub's runs; `nil` for any other.
  var platform: Platform? {
    guard isHostedLinux || isSlim else { return nil }
    return Platform(architecture: labels[0].hasSuffix("-arm") ? "arm64" : "amd64")
  }
}

extension String {
  /// Whether it is a label of GitHub's own standard runners, in lower case.
  fileprivate var isHostedLabel: Bool {
    for system in ["ubuntu-", "windows-", "macos-"] where hasPrefix(system) {
      let version = dropFirst(system.count)
      if version == "latest" || version == "slim" { return true }
      let parts = version.split(separator: "-")
      guard let number = parts.first, parts.count <= 2,
        number.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E })
      else { return false }
      return parts.count == 1 || ["arm", "intel"].contains(parts[1])
    }
    return false
  }
}

extension Job {
  /// Where each combination of the matrix runs; `nil` for those that cannot be told.
  var runners: [Runner?] {
    guard let node = body["runs-on"] else { return [nil] }
    guard node.mayHoldExpression else { return [Self.runner(node, in: nil)] }
    let found = MatrixLeg.all(of: self).map { leg in
      Self.runner(node, in: ValueScope(environments: [], leg: leg, slug: nil))
    }
    return found.isEmpty ? [nil] : found
  }

  /// Whether every combination runs where a test says.
  func runsOnly(where test: (Runner) -> Bool) -> Bool {
    runners.allSatisfy { $0.map(test) ?? false }
  }

  private static func runner(_ node: Node, in scope: ValueScope?) -> Runner? {
    let nodes = node.kind == .sequence ? Array(node.items) : [node]
    var labels: [String] = []
    for item in nodes {
      guard item.kind == .scalar else { return nil }
      if let scope {
        let value = scope.resolve(item)
        if let origin = value.origin, origin.kind == .sequence {
          return runner(origin, in: scope)
        }
        guard let text = value.text.text else { return nil }
        labels.append(text.lowercased())
      } else {
        guard let text = item.text else { return nil }
        labels.append(text.lowercased())
      }
    }
    return labels.isEmpty ? nil : Runner(labels: labels)
  }
}

extension Node {
  /// Whether an expression stands in it or in one of its items.
  fileprivate var mayHoldExpression: Bool {
    kind == .sequence
      ? items.contains(where: \.mayHoldExpression) : text?.contains("${{") ?? true
  }
}
