import SourceText
import Testing

@testable import Linting

@Suite("Expressions that the files alone decide")
struct ConstantExpressionTests {
  /// What an expression stands for in a job with a matrix and an environment.
  private func value(_ expression: String) -> String {
    let repository = Repository(
      steps: "      - run: docker pull \"${{ \(expression) }}\"\n",
      job: """
            env: {NAME: web, FULL: '${{ format(''{0}/{1}'', env.REGISTRY, matrix.image) }}'}
            strategy: {matrix: {image: [base], push: [true], number: [3], set: [{name: a, tags: [x, y]}]}}

        """)
    guard case .pull(let name)? = repository.effects.all.first?.kind else { return "none" }
    return name.pattern.replacing("\u{FFFC}", with: "?")
      .replacing("\u{FFFB}sha\u{FFFB}", with: "<sha>")
  }

  @Test(arguments: [
    ("format('{0}/{1}:{2}', env.REGISTRY, matrix.image, github.sha)", "ghcr.io/base:<sha>"),
    ("format('{{{0}}}', matrix.image)", "{base}"), ("'literal'", "literal"),
    ("env.NONE || 'latest'", "?"), ("matrix.none || 'latest'", "latest"),
    ("matrix.image == 'BASE' && 'yes' || 'no'", "yes"),
    ("matrix.image != 'base' && 'yes' || 'no'", "no"), ("github.ref == 'x' && 'yes' || 'no'", "?"),
    ("matrix.push && env.NAME || 'none'", "web"), ("matrix.number > 2 && 'many' || 'few'", "many"),
    ("contains(matrix.set.tags, 'y') && 'in' || 'out'", "in"),
    ("join(matrix.set.tags, '+')", "x+y"),
    ("matrix.set['name']", "a"), ("case(matrix.push, 'pushed', 'kept')", "pushed"),
    ("startsWith(env.NAME, 'we') && env.FULL", "ghcr.io/base"), ("fromJSON('[\"p\"]')[0]", "p"),
    ("github.repository_owner", "acme"), ("inputs.tag || 'x'", "?"), ("true", "true"),
    ("vars.TAG || 'x'", "?"), ("!matrix.push", "false"), ("format('{9}', 'a')", "?"),
    ("format('{0}:x', github.sha) || 'y'", "<sha>:x"), ("(", "?"), ("matrix[github.ref]", "?"),
  ])
  func areComputed(_ test: (expression: String, value: String)) {
    #expect(value(test.expression) == test.value)
  }

  @Test(arguments: [
    ("matrix.image == 'base'", 1), ("matrix.image == 'web'", 0), ("false", 0), ("${{ false }}", 0),
    ("always() && matrix.push", 1), ("always() && !matrix.push", 0), ("github.ref == 'x'", 1),
    ("env.NAME == 'web'", 1), ("env.NAME == 'base'", 0), ("${{ true }} text", 1),
  ])
  func decideWhatIsDone(_ test: (condition: String, count: Int)) {
    let repository = Repository(
      steps: "      - if: \"\(test.condition)\"\n        run: docker pull a\n",
      job: "    env: {NAME: web}\n    strategy: {matrix: {image: [base], push: [true]}}\n")
    #expect(repository.effects.all.count == test.count)
  }

  @Test func decideWhichJobsRun() {
    func found(_ condition: String) -> Int {
      Repository(steps: "      - run: docker pull a\n", job: "    if: \(condition)\n").effects.all
        .count
    }
    #expect(found("false") == 0)
    #expect(found("true") == 1)
    #expect(found("github.ref == 'x'") == 1)
  }
}
