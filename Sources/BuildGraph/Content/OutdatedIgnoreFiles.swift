import SourceText

/// For each image that has one, the first ignore file of the commit that is not what stood there when
/// the image's file sets, or those of an image that it is built on, were made. Its content tag is
/// then a lie: an ignore file decides what the build sees, and is not part of any listing itself.
public func outdatedIgnoreFiles(of data: PipelineData, in tree: [TreeEntry]) -> [String: [UInt8]] {
  let places = Set(data.images.flatMap(\.ignoreFiles.keys))
  var ids: [[UInt8]: String] = [:]
  for entry in tree where places.contains(entry.path) { ids[entry.path] = entry.id }

  var outdated: [String: [UInt8]] = [:]
  for image in data.images {
    let own = image.ignoreFiles.filter { path, known in
      ids[path].map { !known.contains($0) } ?? !known.isEmpty
    }
    let parents = Set(image.parents.compactMap(\.image)).sorted(by: precedes)
    outdated[image.name] =
      own.keys.min { precedes(gitQuoted($0), gitQuoted($1)) }
      ?? parents.lazy.compactMap { outdated[$0] }.first
  }
  return outdated
}
