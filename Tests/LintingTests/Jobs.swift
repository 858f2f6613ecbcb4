/// One step of the action that builds an image, in flow style, which publishes it unless told
/// otherwise.
func buildStep(
  _ context: String, tags: String? = nil, push: String = "true", more: String = ""
) -> String {
  "{uses: docker/build-push-action@v7, with: {context: '\(context)', push: '\(push)', "
    + "tags: '\(tags ?? "ghcr.io/acme/\(context):latest")'\(more)}}"
}

/// A job on one line, on a runner with Linux.
func job(_ id: String, _ steps: String..., more: String = "", runner: String = "ubuntu-24.04")
  -> String
{
  let rest = more.isEmpty ? "" : ", \(more)"
  return "  \(id): {runs-on: \(runner), steps: [\(steps.joined(separator: ", "))]\(rest)}\n"
}
