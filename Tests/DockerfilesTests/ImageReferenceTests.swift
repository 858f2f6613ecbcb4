import Dockerfiles
import Testing

@Suite("References mean what Docker takes them for")
struct ImageReferenceTests {
  static let digest = "sha256:" + String(repeating: "0123456789abcdef", count: 4)

  @Test(arguments: [
    ("python", "docker.io/library/python:latest"),
    ("python:3.11-slim", "docker.io/library/python:3.11-slim"),
    ("user/app", "docker.io/user/app:latest"),
    ("index.docker.io/user/app", "docker.io/user/app:latest"),
    ("docker.io/python", "docker.io/library/python:latest"),
    ("ghcr.io/Owner/x", nil), ("ghcr.io/owner/x/y:1", "ghcr.io/owner/x/y:1"),
    ("localhost/x", "localhost/x:latest"), ("localhost:5000/x:y", "localhost:5000/x:y"),
    ("registry:5000/x", "registry:5000/x:latest"),
    ("a_b__c/d.e--f", "docker.io/a_b__c/d.e--f:latest"),
    ("app@\(digest)", "docker.io/library/app@\(digest)"),
    ("app:1@\(digest)", "docker.io/library/app:1@\(digest)"),
    ("", nil), ("Upper", nil), ("a//b", nil), ("a:", nil), ("a:b:c", nil), ("a@sha256:12", nil),
    ("a___b", nil), ("-a", nil), ("a-", nil), ("a/", nil), ("a b", nil), ("a:-x", nil),
    ("[::1]:5000/x", "[::1]:5000/x:latest"), ("[::1]/x", "[::1]/x:latest"),
    ("[::1]:/x", nil), ("[::1/x", nil), ("[:a b:]/x", nil), ("[]:1/x", nil),
    ("\u{E9}/x", nil), ("\u{C9}/x", nil),
    ("a/\u{301}x", nil), ("a:\u{301}1", nil), ("a@\u{301}sha256:12", nil), ("a.\u{301}b/x", nil),
  ])
  func normalizes(_ text: String, _ expected: String?) {
    #expect(ImageReference(text)?.description == expected)
  }

  @Test func theIdOfALocalImageIsNoReference() {
    #expect(ImageReference(String(repeating: "a", count: 64)) == nil)
    #expect(ImageReference(String(repeating: "a", count: 63)) != nil)
  }

  @Test func twoTagsShareTheirRepository() throws {
    let one = try #require(ImageReference("python:3"))
    let two = try #require(ImageReference("docker.io/library/python:3@\(Self.digest)"))
    #expect(one.repository == two.repository)
    #expect(two.digest == Self.digest)
    #expect(one.tag == "3")
  }
}
