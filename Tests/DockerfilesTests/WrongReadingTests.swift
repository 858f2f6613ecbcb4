import Dockerfiles
import Testing

@Suite("Four ways to misread a Dockerfile")
struct WrongReadingTests {
  @Test func theLastFromIsNotTheOnlyOneThatCounts() {
    let resolution = dockerfile(
      """
      FROM ghcr.io/x/builder:1 AS build
      RUN make
      FROM debian:12
      COPY --from=build /out /
      """
    ).resolve()
    #expect(resolution.images == ["from ghcr.io/x/builder:1", "from debian:12"])
    #expect(resolution.references.map(\.isFinalBase) == [false, true])
  }

  @Test func theFirstFromIsNotTheOnlyOneThatCounts() {
    let resolution = dockerfile(
      """
      FROM golang:1.24 AS build
      FROM ghcr.io/x/runtime:2
      COPY --from=build /app /app
      """
    ).resolve()
    #expect(resolution.images == ["from golang:1.24", "from ghcr.io/x/runtime:2"])
  }

  @Test func aFromThatTheTargetDoesNotReachCountsNothing() {
    let file = dockerfile(
      """
      FROM ghcr.io/x/test:1 AS test
      FROM debian:12
      """)
    #expect(file.resolve().images == ["from debian:12"])
    #expect(file.resolve(target: "test").images == ["from ghcr.io/x/test:1"])
  }

  @Test func copyAndMountTakeFromImagesToo() {
    let resolution = dockerfile(
      """
      FROM debian:12
      COPY --from=ghcr.io/x/tools:1 /bin/tool /bin/
      RUN --mount=type=bind,from=ghcr.io/x/data,target=/data use /data
      """
    ).resolve()
    #expect(
      resolution.images == [
        "from debian:12", "copy ghcr.io/x/tools:1", "mount ghcr.io/x/data",
      ])
  }

  @Test func theDefaultOfAnArgumentIsNotAlwaysRight() {
    let file = dockerfile(
      """
      ARG BASE=ghcr.io/x/base:1
      FROM ${BASE}
      ARG BASE=other
      COPY ${BASE}.txt /
      """)
    let byDefault = file.resolve()
    #expect(byDefault.images == ["from ghcr.io/x/base:1"])
    #expect(byDefault.references.map(\.fromDefault) == [true])
    #expect(byDefault.files == ["copy other.txt"])
    let given = file.resolve(buildArguments: ["BASE": "ghcr.io/x/base@v2"])
    #expect(given.references.map(\.fromDefault) == [false])
    #expect(given.files == ["copy ghcr.io/x/base@v2.txt"])
  }

  @Test func aGlobalArgumentIsNotSeenWithinAStage() {
    let resolution = dockerfile(
      """
      ARG DIR=app
      FROM scratch AS one
      COPY ${DIR}/a /
      FROM one
      ARG DIR
      COPY ${DIR}/b /
      """
    ).resolve()
    #expect(resolution.files == ["copy a", "copy app/b"])
    #expect(resolution.rules == ["undeclared-argument"])
  }
}
