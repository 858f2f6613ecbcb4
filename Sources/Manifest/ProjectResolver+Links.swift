internal import Dockerfiles
internal import SourceText

extension ProjectResolver {
  /// Refuses a context or a Dockerfile that lies behind a symbolic link: git lists the link alone, so
  /// edits of what it leads to would not change the content tag. Whether there is one.
  mutating func refuseLinks(of image: Image, to dockerfile: String, in files: some FileTree)
    -> Bool
  {
    let context = image.context
    let isStated = context.value != "."
    if isStated, refuseLinks(on: context, "context", of: image, in: files) { return true }
    let place = image.dockerfile?.range ?? (isStated ? context.range : image.name.range)
    return refuseLinks(on: Located(dockerfile, place), "Dockerfile", of: image, in: files)
  }

  private mutating func refuseLinks(
    on path: Located<String>, _ what: String, of image: Image, in files: some FileTree
  ) -> Bool {
    let links = SourceLinks(in: files, from: ".", nil)
    let trail = links.follow(path.value)
    guard let link = trail.links.first else { return false }
    let real = trail.end.map { links.place(of: $0) }
    let canBeWritten = what == "context" || image.dockerfile != nil
    report(
      "linked-path",
      "the \(what) '\(path.value)' of image '\(image.name.value)' "
        + (link == path.value ? "is" : "lies behind") + " a symbolic link"
        + (link == path.value ? "" : ", '\(link)'")
        + ", so its content tag would miss edits of the real files",
      at: path.range,
      help: real.map { "state the real path: '\(what.lowercased()): \($0)'" }
        ?? "the link leads nowhere",
      fixes: canBeWritten
        ? real.map { [Fix("Write '\($0)'", .suggestion, [Edit(path.range, $0)])] } ?? [] : [])
    return true
  }
}
