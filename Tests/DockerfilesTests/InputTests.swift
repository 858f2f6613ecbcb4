import Dockerfiles
import SourceText
import Testing

@Suite("What a build takes from its context")
struct InputTests {
  @Test func sourcesAreCleanedAndRelativeToTheRoot() {
    let file = dockerfile(
      #"""
      FROM scratch
      COPY . /all
      COPY ./services/common/ /common
      COPY /rooted ../above a//b/./c /x/
      ADD requirements*.txt /
      COPY ["with space", "a[[]b", "/dest"]
      COPY "quoted.txt" plain\ .txt /
      """#)
    #expect(
      file.resolve().files == [
        "copy .", "copy services/common", "copy rooted", "copy above", "copy a/b/c",
        "add requirements*.txt", "copy with space", "copy a[[]b", "copy quoted.txt", "copy plain",
        "copy .txt",
      ])
    #expect(file.resolve().rules == [])
    let open = dockerfile("FROM scratch\nCOPY \"a b\" /").resolve()
    #expect(open.rules == ["invalid-expansion", "invalid-expansion"])
  }

  @Test func otherStagesAndImagesAreNoContext() {
    let file = dockerfile(
      """
      FROM a AS one
      FROM b
      COPY --from=one x /
      COPY --from=image/y x /
      COPY --from=0 x /
      """)
    #expect(file.resolve().files == [])
    #expect(file.resolve().images == ["from a", "from b", "copy image/y"])
  }

  @Test func addTakesFromTheNetwork() {
    let file = dockerfile(
      """
      FROM debian
      ARG V=1
      ADD https://example.com/app-$V.tgz /
      ADD https://github.com/x/y.git#main:dir git@github.com:x/z.git local.tgz /
      ADD https://example.com/$UNKNOWN /
      ADD github.com/x/y ftp://x /
      """)
    let resolution = file.resolve()
    #expect(resolution.files == ["add local.tgz", "add github.com/x/y", "add ftp:/x"])
    #expect(
      resolution.downloads.map(\.address.shown) == [
        "https://example.com/app-1.tgz", "https://github.com/x/y.git#main:dir",
        "git@github.com:x/z.git", "?UNKNOWN",
      ])
    #expect(resolution.downloads.map(\.isRepository) == [false, true, true, false])
    #expect(dockerfile("FROM a\nCOPY https://x/y /").resolve().rules == ["remote-copy-source"])
  }

  @Test func mountsBindTheContextUnlessTheySayFrom() {
    let file = dockerfile(
      """
      FROM debian AS base
      FROM base
      ARG DIR=src
      RUN --mount=target=/a \\
        --mount=type=bind,src=./x,dst=/b \\
        --mount=type=BIND,source=$DIR/[y],target=/c,rw \\
        --mount=type=bind,from=base,source=q,target=/d \\
        --mount=type=bind,from=ghcr.io/x/y:1,target=/e \\
        --mount=type=cache,target=/f --mount=type=cache,from=img,source=s,target=/f2 \\
        --mount=type=secret,id=s --mount=type=ssh --mount=type=tmpfs,target=/g \\
        --mount=type=bind,from=0,target=/h make
      """)
    let resolution = file.resolve()
    #expect(resolution.files == ["bind .", "bind x", "bind src/[y]"])
    #expect(resolution.inputs[2].pattern.value?.isLiteral == true)
    #expect(resolution.inputs[1].location.excerpt == "./x")
    // A mount knows no stage numbers: `0` is an image.
    #expect(
      resolution.images == [
        "from debian", "mount ghcr.io/x/y:1", "mount img", "mount 0",
      ])
    #expect(resolution.references[1].location.excerpt == "ghcr.io/x/y:1")
  }

  @Test func excludesAreRelativeToTheSource() throws {
    let file = dockerfile(
      """
      FROM scratch
      COPY --exclude=*.md --exclude=!keep.md --exclude=**/tmp docs /docs
      COPY --exclude=a . /
      """)
    let docs = file.resolve().inputs[0]
    #expect(docs.contains(Array("docs/a.txt".utf8)) == true)
    #expect(docs.contains(Array("docs/a.md".utf8)) == false)
    #expect(docs.contains(Array("docs/keep.md".utf8)) == true)
    #expect(docs.contains(Array("docs/sub/a.md".utf8)) == true)
    #expect(docs.contains(Array("docs/sub/tmp/x".utf8)) == false)
    #expect(docs.contains(Array("other/a.txt".utf8)) == false)
    let all = file.resolve().inputs[1]
    #expect(all.contains(Array("a/x".utf8)) == false)
    #expect(all.contains(Array("b/a".utf8)) == true)
  }

  @Test func parentsKeepTheirDirectories() {
    let file = dockerfile(
      """
      FROM scratch
      COPY --parents **/go.mod ./x/./y/*.txt /
      COPY --parents=false **/a /
      """)
    let inputs = file.resolve().inputs
    #expect(inputs.map(\.pattern.shown) == ["**/go.mod", "x/y/*.txt", "**/a"])
    #expect(inputs[0].contains(Array("a/b/go.mod".utf8)) == true)
    #expect(inputs[0].contains(Array("go.mod".utf8)) == true)
    #expect(inputs[1].contains(Array("x/y/z.txt".utf8)) == true)
    #expect(inputs[2].contains(Array("b/c/a".utf8)) == false)
  }

  @Test func theExactWordIsPointedAt() {
    let resolution = dockerfile("FROM debian\nCOPY --chown=1:1 one \\\n  two /x/").resolve()
    #expect(resolution.inputs.map(\.location.excerpt) == ["one", "two"])
  }

  @Test(arguments: [
    ("COPY $V/a /", "."), ("COPY dir/$V /", "dir"), ("COPY dir/a-$V /", "dir"),
    ("COPY dir/*/$V /", "dir"), ("COPY dir/$V/../../b /", "."), ("ADD dir/sub/$V /", "dir/sub"),
    ("COPY --parents dir/./sub/$V /", "dir/sub"), ("COPY --exclude=a dir/$V /", "dir"),
    ("RUN --mount=type=bind,source=dir/$V,target=/x true", "dir"),
    ("RUN --mount=type=$V,source=dir/sub,target=/x true", "."),
  ])
  func anUnknownSourceIsSomewhereInItsDirectory(_ line: String, _ directory: String) {
    let resolution = dockerfile("FROM debian\nARG V\n\(line)\n").resolve()
    #expect(resolution.inputs.map(\.pattern.missingArgument) == ["V"])
    #expect(resolution.inputs.map(\.directory.description) == [directory])
    #expect(resolution.inputs.map(\.excludes) == [[]])
  }

  @Test(arguments: [
    ("ARG V=a", "COPY dir/$V /", true), ("ARG V", "COPY dir/${V:-a} /", true),
    ("ARG V=a W=dir-$V", "COPY $W /", true), ("ARG V=a\nENV E=$V", "COPY $E /", true),
    ("ARG V=a O=b", "COPY dir/$O /", false), ("ENV V=a", "COPY dir/$V /", false),
    ("ARG V=a", "ADD https://example.com/$V /", false), ("ARG V=https://x/y", "ADD $V /", false),
  ])
  func theDefaultOfAVolatileArgumentSaysNothing(_ lines: String, _ line: String, _ isOpen: Bool) {
    let file = dockerfile("FROM scratch\n\(lines)\n\(line)\n")
    let resolution = file.resolve(volatileArguments: ["V"])
    let unknown = resolution.inputs.compactMap(\.pattern.missingArgument)
    #expect(unknown == (isOpen ? ["V"] : []))
    #expect(resolution.rules == [])
  }

  @Test func aVolatileValueIsHandedToChildrenAsUnknown() {
    let base = dockerfile("FROM scratch\nARG V=a\nENV E=$V\n")
    let product = base.resolve(volatileArguments: ["V"]).product
    #expect(product.environment["E"] == .unknown(argument: "V"))
    #expect(base.resolve().product.environment["E"] == .known("a"))
  }
}
