internal import BuildGraph
internal import Linting
internal import Manifest
internal import Reporting
internal import SourceText

extension Graph {
  /// Shows what the workflows of a repository build, compared with its manifest if it has one.
  func infer(in tree: WorkTree, _ console: Console) -> Outcome {
    let project = (try? repository.load(tree))?.project
    let remote = GitDirectory(of: tree.root)?.remote ?? ""
    let slug = project?.manifest.repository.value ?? ManifestProposal.repository(ofRemote: remote)
    let found = inferredGraph(of: tree.view(slug: slug))
    let graph = BuildGraph(found)
    let comparison = project.map { project in
      GraphComparison(stated: project.graph, found: graph, names: found.names(in: project))
    }
    var shown = GraphReport(graph)
    shown.evidence = GraphEvidence(
      unknownBuilds: found.unknownBuilds.map(Evidence.init), differences: comparison?.differences)
    let options = ReportOptions(palette: console.outputHasColor ? .ansi : .plain)
    console.output(format.render(shown, options: options))
    return .clean
  }
}

extension BuildGraph {
  /// The graph that was found.
  fileprivate init(_ found: InferredGraph) {
    let ids = found.images.map(\.id)
    self.init(
      nodes: found.images.map { image in
        BuildNode(image.id, origin: image.builders.first?.location)
      },
      edges: found.edges.map { edge in
        BuildEdge(
          from: ids[edge.parent], to: ids[edge.child], BuildEdge.Kind(edge.kind),
          reasons: edge.evidence.map(Evidence.init))
      })
  }

}

extension BuildEdge.Kind {
  fileprivate init(_ kind: InferredGraph.Edge.Kind) {
    switch kind {
    case .from: self = .from
    case .copy: self = .copy
    case .mount: self = .mount
    }
  }
}

extension Evidence {
  fileprivate init(_ evidence: InferredGraph.Evidence) {
    self.init(evidence.reason, at: evidence.location)
  }
}

extension InferredGraph.Image {
  fileprivate var id: NodeID { NodeID(name, variant: variant) }
}

extension InferredGraph {
  /// The image of a manifest that each image is, where that can be told: the one of the same stage
  /// of the same Dockerfile, or else the only one of the same repository.
  fileprivate func names(in project: Project) -> [NodeID: NodeID] {
    var names: [NodeID: NodeID] = [:]
    for image in images {
      let sameFile = project.images.filter { stated in
        stated.dockerfile?.name == image.dockerfile && image.dockerfile != nil
          && stated.image.target?.value == image.target
      }
      let sameName = project.images.filter { image.repositories.contains($0.repository) }
      let both = sameFile.filter { stated in sameName.contains { $0.id == stated.id } }
      let candidates = [both, sameFile, sameName].first { $0.count == 1 }
      names[image.id] = candidates?.first?.id
    }
    return names
  }
}
