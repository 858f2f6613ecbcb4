import Dockerfiles
import SourceText
import Testing

@Suite("FROM in all its forms")
struct StageTests {
  @Test func namesAnImageAStageOrNothing() {
    let file = dockerfile(
      """
      ARG ROOT=first
      FROM scratch AS nothing
      FROM registry.example.com:5000/team/app AS First
      FROM first AS second
      FROM $ROOT AS third
      FROM debian@sha256:\(String(repeating: "a", count: 64)) AS fourth
      FROM third
      COPY --from=nothing / /
      """)
    let resolution = file.resolve()
    #expect(resolution.rules == [])
    #expect(resolution.images == ["from registry.example.com:5000/team/app"])
    #expect(resolution.stages == [0, 1, 3, 5])
    #expect(resolution.references[0].isFinalBase)
    #expect(resolution.references[0].location.excerpt == "registry.example.com:5000/team/app")
    #expect(resolution.references[0].stage == 1)
  }

  @Test func aStageMayHaveTheNameOfItsImage() {
    let file = dockerfile("FROM debian AS debian\nFROM debian AS debian\nFROM debian")
    #expect(file.resolve().images == ["from debian"])
    #expect(file.resolve().stages == [0, 1, 2])
  }

  @Test func theLastStageOfANameIsCopiedFrom() {
    let file = dockerfile(
      "FROM a AS x\nFROM b AS X\nFROM scratch\nCOPY --from=x / /\nCOPY --from=0 / /")
    #expect(file.resolve().stages == [0, 1, 2])
    let named = dockerfile("FROM a AS x\nFROM b AS X\nFROM scratch\nCOPY --from=X / /")
    #expect(named.resolve().images == ["from b"])
  }

  @Test func aNameInUpperCaseIsAnEdgeThatBuildKitRefuses() {
    let resolution = dockerfile("FROM a AS Base\nFROM Base").resolve()
    #expect(resolution.images == ["from a"])
    #expect(resolution.rules == ["stage-case"])
    #expect(resolution.diagnostics.map(\.severity) == [.error])
  }

  @Test func platformsAreExpanded() {
    let file = dockerfile(
      """
      FROM --platform=$BUILDPLATFORM a AS build
      FROM --platform=linux/arm64 b AS arm
      FROM c-$TARGETARCH$TARGETVARIANT
      COPY --from=build / /
      COPY --from=arm / /
      """)
    let unknown = file.resolve()
    #expect(
      unknown.references.map(\.platform) == [
        .unknown(argument: "BUILDPLATFORM"), .known("linux/arm64"), nil,
      ])
    #expect(unknown.images == ["from a", "from b", "from ?TARGETARCH"])
    #expect(unknown.rules == [])
    let known = file.resolve(
      platform: Platform("linux/arm/v7"), buildPlatform: Platform("linux/x86_64"))
    #expect(known.references[0].platform == .known("linux/amd64"))
    #expect(known.images == ["from a", "from b", "from c-armv7"])
  }

  @Test func targetsAreFoundByNameInAnyCase() {
    let file = dockerfile("FROM a AS builder\nFROM b AS Runtime")
    #expect(file.resolve(target: "BUILDER").images == ["from a"])
    #expect(file.resolve(target: "runtime").target == 1)
    let wrong = file.resolve(target: "runtme")
    #expect(wrong.target == nil)
    #expect(wrong.references.isEmpty)
    #expect(wrong.rules == ["unknown-target"])
    #expect(wrong.diagnostics[0].help == "did you mean 'runtime'?")
  }

  @Test func stagesMustComeBeforeTheirUse() {
    let text = "FROM a AS x\nCOPY --from=y / /\nFROM b AS y"
    #expect(dockerfile(text).resolve().rules == [])
    #expect(dockerfile(text).resolve(target: "x").rules == ["stage-order"])
    #expect(dockerfile("FROM a AS x\nCOPY --from=x / /").resolve().rules == ["stage-order"])
  }

  @Test func whatIsNoImageIsAnError() {
    #expect(dockerfile("FROM Not/Valid:x y").rules == ["dockerfile-syntax"])
    #expect(dockerfile("FROM a//b").resolve().rules == ["invalid-reference"])
    #expect(dockerfile("ARG X=\nFROM $X").resolve().rules == ["blank-base"])
  }

  @Test func aMisspeltStageIsSuspected() {
    let file = dockerfile("FROM node AS builder\nFROM nginx\nCOPY --from=buidler / /")
    let resolution = file.resolve()
    #expect(resolution.images == ["from nginx", "copy buidler"])
    #expect(resolution.rules == ["undefined-stage"])
    #expect(resolution.diagnostics.map(\.severity) == [.warning])
    let image = dockerfile("FROM nginx AS nginx1\nFROM b\nCOPY --from=nginx / /").resolve()
    #expect(image.rules == [])
  }
}
