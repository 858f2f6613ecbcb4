import Dockerfiles
import SourceText
import Testing

@Suite("Arguments have a value, a default, or none")
struct ArgumentTests {
  @Test func withoutAValueAReferenceIsUnknown() {
    let file = dockerfile("ARG BASE\nARG TAG=1\nFROM $BASE:$TAG")
    #expect(file.resolve().images == ["from ?BASE"])
    #expect(file.resolve().rules == ["argument-required"])
    let given = file.resolve(buildArguments: ["BASE": "debian"])
    #expect(given.images == ["from debian:1"])
    #expect(given.references[0].defaults == ["TAG"])
    #expect(given.rules == [])
  }

  @Test func anUnknownPartNamesTheArgumentThatIsMissing() {
    let file = dockerfile("ARG REGISTRY\nARG IMAGE=${REGISTRY}/app\nFROM ${IMAGE}:1")
    #expect(file.resolve().images == ["from ?REGISTRY"])
    let given = file.resolve(buildArguments: ["IMAGE": "app"])
    #expect(given.images == ["from app:1"])
  }

  @Test func valuesMayBeMissingWhenTheExpressionSaysSo() {
    let file = dockerfile("ARG V\nFROM python:${V:-3.12}${V:+-slim}")
    #expect(file.resolve().images == ["from python:3.12"])
    #expect(file.resolve().references[0].fromDefault)
    #expect(file.resolve(buildArguments: ["V": "3.9"]).images == ["from python:3.9-slim"])
    let strict = dockerfile("ARG V\nFROM a:${V:?needed}")
    #expect(strict.resolve().images == ["from ?V"])
    #expect(strict.resolve().rules == ["argument-required"])
  }

  @Test func oneInstructionDeclaresManyAndLaterOnesSeeEarlierOnes() {
    let file = dockerfile(
      """
      ARG OWNER=jupyter \\
          NAME="base image" TAG='1'
      ARG TAG=${TAG}.2
      ARG REF=$OWNER/app:$TAG
      FROM $REF
      """)
    #expect(file.resolve().images == ["from jupyter/app:1.2"])
    #expect(file.declaredArguments == ["OWNER", "NAME", "TAG", "REF"])
    #expect(Set(file.resolve().references[0].defaults) == ["OWNER", "TAG", "REF"])
    #expect(file.resolve().usedArguments == ["OWNER", "TAG", "REF"])
    #expect(file.resolve(buildArguments: ["TAG": "3"]).images == ["from jupyter/app:3"])
  }

  @Test func nobodyDeclaresAndNobodySets() {
    let resolution = dockerfile("FROM debian:12$SUFFIX").resolve(buildArguments: ["SUFFIX": "-x"])
    #expect(resolution.images == ["from debian:12"])
    #expect(resolution.rules == ["undeclared-argument"])
    #expect(resolution.diagnostics.map(\.severity) == [.warning])
    #expect(!dockerfile("FROM debian:12$SUFFIX").knows(argument: "SUFFIX"))
  }

  @Test(arguments: [
    ("HTTP_PROXY", true), ("no_proxy", true), ("BUILDKIT_INLINE_CACHE", true),
    ("SOURCE_DATE_EPOCH", true), ("TARGETARCH", true), ("BUILDPLATFORM", true), ("B", true),
    ("BUILD_DATE", false), ("TARGET", false), ("b", false),
  ])
  func buildKitsOwnArgumentsNeedNoDeclaration(_ name: String, _ isKnown: Bool) {
    #expect(dockerfile("FROM a\nARG A B=1").knows(argument: name) == isKnown)
  }

  @Test func aWholeArgumentCanBeReplaced() {
    let file = dockerfile(
      """
      ARG A=one
      ARG B=two
      ARG C
      FROM $A AS a
      FROM ${B} AS b
      FROM ${C:-three} AS c
      FROM x/$A AS d
      FROM scratch
      COPY --from=a / /
      COPY --from=b / /
      COPY --from=c / /
      ARG B
      """)
    #expect(file.resolve().references.map(\.argument) == ["A", "B", "C"])
    // B is declared in a stage as well, and might be read by a command there.
    #expect(file.resolve().references.map(\.argumentHasOtherUses) == [false, true, false])
    #expect(file.resolve(target: "d").references.map(\.argument) == [nil])
  }

  @Test func stagesInheritArgumentsFromTheirBaseStage() {
    let file = dockerfile(
      """
      FROM scratch AS base
      ARG DIR=one
      ENV SUB=two
      FROM base
      COPY $DIR/$SUB /
      """)
    #expect(file.resolve().files == ["copy one/two"])
    #expect(file.resolve(buildArguments: ["DIR": "x"]).files == ["copy x/two"])
  }

  @Test func theLastOfArgAndEnvWins() {
    let file = dockerfile(
      """
      FROM debian AS base
      ARG V=arg
      COPY 1-$V /
      ENV V=env W=$V
      COPY 2-$V-$W /
      ARG V=again
      COPY 3-$V /
      FROM base
      COPY 4-$V /
      """)
    #expect(file.resolve().files == ["copy 1-arg", "copy 2-env-arg", "copy 3-again", "copy 4-env"])
  }

  @Test func whatAnUnreadBaseMaySetIsUnknown() {
    let file = dockerfile("FROM debian\nARG X\nCOPY $HOME/a $X/b /")
    #expect(file.resolve().files == ["copy ?HOME", "copy ?X"])
    #expect(file.resolve(buildArguments: ["X": "x"]).files == ["copy ?HOME", "copy x/b"])
  }

  @Test func platformArgumentsMustBeDeclaredInAStage() {
    let file = dockerfile(
      "FROM scratch\nCOPY a-$TARGETARCH /\nARG TARGETARCH\nCOPY b-$TARGETARCH /")
    let resolution = file.resolve(platform: Platform("linux/arm64"))
    #expect(resolution.files == ["copy a-", "copy b-arm64"])
    #expect(file.resolve().files == ["copy a-", "copy ?TARGETARCH"])
  }
}
