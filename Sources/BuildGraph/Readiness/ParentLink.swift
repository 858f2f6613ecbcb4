/// One parent of an image, resolved to the reference that its build takes now.
struct ParentLink {
  /// Who publishes a parent.
  enum Source {
    /// The same stage.
    case sibling
    /// Another workflow; `leading` are all whose runs lead to the parent, that one first.
    case workflow(String, leading: [String])
    /// Somebody else.
    case external
  }

  /// The name that people know it by.
  var label: String
  /// The reference that the build takes.
  var reference: String
  /// Who publishes it.
  var source: Source
  /// What the registry says; `nil` when it does not matter.
  var answer: RegistryAnswer?
}

extension ReadinessQuestion {
  /// The parents of an image, each reference once.
  func links(of image: PipelineData.Image) -> [ParentLink] {
    var links: [ParentLink] = []
    for parent in image.parents {
      guard let link = link(to: parent), !links.contains(where: { $0.reference == link.reference })
      else { continue }
      links.append(link)
    }
    return links
  }

  private func link(to parent: PipelineData.Parent) -> ParentLink? {
    switch parent.source {
    case .external(let reference):
      return ParentLink(
        label: reference, reference: reference, source: .external,
        answer: looksOutside ? answer(reference) : nil)
    case .builtBy(let reference, let workflow):
      return ParentLink(
        label: reference, reference: reference,
        source: .workflow(workflow, leading: [workflow]), answer: answer(reference))
    case .image(let name):
      guard let image = data.image(named: name) else { return nil }
      let exact = exact(image)
      var link = ParentLink(
        label: name, reference: exact, source: .sibling, answer: answer(exact))
      guard image.stage != stage else { return link }
      let workflows = workflows(building: image.stage)
      link.source = .workflow(workflows.first ?? "", leading: workflows)
      // The exact image is preferred even where an earlier one would do: once it is there, what was
      // built on the earlier one is outdated, and the chain converges.
      if parents == .published, link.answer == .absent, let published = image.published,
        answer(published) != .absent
      {
        link.reference = published
        link.answer = answer(published)
      }
      return link
    }
  }
}
