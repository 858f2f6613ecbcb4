/// The reference of the manifest as a page of Markdown, made from the table that the reader follows.
public enum ManifestReference {
  /// The text of the page.
  public static var text: String {
    let sections = [
      ("The file", ManifestSection.root), ("registry", .registry), ("login", .login),
      ("secrets", .loginSecrets), ("oidc", .identity), ("triggers", .triggers), ("wait", .wait),
      ("tiers", .tier),
      ("images", .image), ("built-by", .builtBy), ("tasks", .task), ("expect", .expect),
      ("lint", .lint),
    ]
    return introduction + sections.map(chapter).joined() + pullRequests
  }

  private static let introduction = """
    # The manifest

    `wfgen.yml` at the root of the repository states policy, and what no Dockerfile can say. Unknown \
    keys and wrong values are errors. Where a list is asked for, one value may stand alone. Paths are \
    relative to the repository's root and stay inside of it.

    """

  private static let pullRequests = """

    ## Pull requests

    With `pull-request: reuse`, where there are tasks, or `build`, `generate` writes one workflow more. \
    It listens to pull requests and to the merge queue, whatever has changed, publishes nothing and \
    needs no secret. It ends in a job `wfgen`, which fails when a job before it failed or was \
    cancelled: make that, and no other, a required check.

    With `build`, a plan compares the content tags of the change with those of its base. Images whose \
    tags differ, and that the registry does not have, are built: one job for those that are built on \
    each other, one image after the other, the longest remaining path first. What others are built on \
    goes into a registry that ends with the job. An ancestor that is not in the registry, or that the \
    run may not read, as in a pull request of a fork, is built in the same job. A job takes the images \
    that are expected to take five hours, by their `minutes` or a quarter of their `build-timeout`; more \
    are divided over several. A change that was made without running `wfgen generate` fails.

    An image with `secrets`, `ssh` or `before` is not built, nor is what is built on it, and the run says \
    so and stays green: a pull request may come from anyone. `after`, `env`, `permissions` and \
    `environment` of images are for publishing and do not count. A task runs in the image of its content \
    when that is there, and otherwise in the published one; when the change goes into that image, the \
    run says that it was not tested in it.

    """

  private static func chapter(_ heading: String, _ section: ManifestSection) -> String {
    let working = section.keys.filter { $0.onlyYet == nil }
    let later = section.keys.filter { $0.onlyYet != nil }
    var lines = [
      "", "## \(heading)", "", section.about, "",
      "| key | value | when absent | what it states |", "| --- | --- | --- | --- |",
    ]
    lines += working.map { key in
      "| `\(key.name)` | \(key.values) | \(key.absent) | \(sentence(key.summary)) |"
    }
    if !later.isEmpty {
      lines += ["", "Reserved, and refused for now:", ""]
      lines += later.map { key in
        let accepted = (key.onlyYet ?? []).map { " Only `\($0)` is accepted." }.joined()
        return "- `\(key.name)`: \(key.summary).\(accepted)"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func sentence(_ text: String) -> String {
    // A word in back quotes stays as it is.
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}
