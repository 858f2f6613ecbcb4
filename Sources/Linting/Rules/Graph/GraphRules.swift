extension Rule {
  /// The rules about order and ownership of images, sorted by id.
  static let graph: [Rule] = [
    imageBesideItsBuilder,
    imageBesideItsParent,
    imageOfUnorderedWorkflow,
    imageOnAnotherRunner,
    orphanImage,
    parentOutsideBuilder,
    platformBeyondImage,
    twoWriters,
    unbuiltDockerfile,
    unbuiltParent,
    unpublishedTag,
  ]
}
