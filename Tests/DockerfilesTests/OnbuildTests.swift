import Dockerfiles
import SourceText
import Testing

@Suite("ONBUILD runs in the child")
struct OnbuildTests {
  let base = dockerfile(
    """
    FROM debian
    ENV APP=/srv
    COPY own.txt /
    ONBUILD COPY requirements.txt $APP/
    ONBUILD RUN --mount=type=bind,from=tools,target=/t true
    ONBUILD ARG MODE=fast
    """)

  @Test func aTriggerSaysNothingAboutItsOwnBuild() {
    let resolution = base.resolve()
    #expect(resolution.files == ["copy own.txt"])
    #expect(resolution.images == ["from debian"])
    #expect(resolution.product.triggers.count == 3)
  }

  @Test func theChildOfAnImageTakesTheInputs() {
    let child = dockerfile("FROM ghcr.io/x/base:1\nCOPY $APP$MODE child.txt /\nCOPY $OTHER /")
    let product = base.resolve().product
    #expect(!product.isComplete)
    let resolution = child.resolve(base: { $0.path == "x/base" ? product : nil })
    #expect(
      resolution.files == [
        "copy requirements.txt", "copy srvfast",
        "copy child.txt", "copy ?OTHER",
      ])
    #expect(resolution.images == ["from ghcr.io/x/base:1", "mount tools"])
    #expect(resolution.inputs[0].location.excerpt == "requirements.txt")
    #expect(resolution.inputs[0].location.file == base.file)
  }

  @Test func triggersDoNotReachTheGrandchild() {
    let file = dockerfile(
      """
      FROM debian AS one
      ONBUILD COPY a /
      FROM one AS two
      FROM two AS three
      """)
    #expect(file.resolve(target: "one").files == [])
    #expect(file.resolve(target: "two").files == ["copy a"])
    #expect(file.resolve(target: "three").files == ["copy a"])
    #expect(file.resolve(target: "three").product.triggers.isEmpty)
  }

  @Test func aTriggerCanReachAStageOfTheChild() {
    let parent = dockerfile("FROM debian\nONBUILD COPY --from=assets /x /").resolve().product
    let child = dockerfile("FROM node AS assets\nFROM ghcr.io/x/base\nFROM other")
    #expect(child.resolve().images == ["from other"])
    let used = dockerfile("FROM node:1 AS assets\nFROM ghcr.io/x/base")
    let resolution = used.resolve(base: { $0.path == "x/base" ? parent : nil })
    #expect(resolution.images == ["from node:1", "from ghcr.io/x/base"])
  }

  @Test func aReadBaseLeavesNothingOpen() {
    let parent = dockerfile("FROM scratch\nENV A=1").resolve().product
    #expect(parent.isComplete)
    let child = dockerfile("FROM base\nCOPY $A$B /").resolve(base: { _ in parent })
    #expect(child.files == ["copy 1"])
  }
}
