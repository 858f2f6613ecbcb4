import Fixtures
import Manifest
import SourceText
import Testing

/// A project of images, as the manifest states them, and of the files of a repository.
func project(_ images: String, _ files: [String: String]) throws -> Project {
  let head = "version: 1\nrepository: o/r\nregistry: ghcr.io/o/r\nimages:\n"
  let text = head + images.split(separator: "\n").map { "  \($0)\n" }.joined()
  let file = SourceFile(name: "wfgen.yml", text: text)
  return Project(try #require(Manifest.read(file).manifest), in: MemoryTree(files))
}
