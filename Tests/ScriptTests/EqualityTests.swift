import BuildGraph
import RandomPipelines
import SourceText
import Testing

@Suite("What the scripts compute is what Swift computes", .serialized)
struct EqualityTests {
  private static let awks = ["mawk", "gawk", "original-awk", "busybox"]
    .filter { Workshop.program($0) != nil }

  /// Commits of all seeds in one repository, each with its data file.
  private func cases(_ seeds: [UInt64], in shop: Workshop) async throws -> [RandomCase] {
    try shop.write(seeds.flatMap(RandomCase.commit), to: "commits")
    let made = try await shop.bash(
      """
      set -e
      mkdir data tree tags few errors
      git init -q --bare git
      git -C git fast-import --quiet <commits
      for seed in \(seeds.map(String.init).joined(separator: " ")); do
        git -C git ls-tree -r -z --full-tree "r$seed" >"tree/$seed"
      done
      """)
    #expect(made.status == 0, "\(made.errors)")
    let cases = seeds.compactMap { RandomCase(seed: $0, listing: shop.bytes(of: "tree/\($0)")) }
    #expect(cases.count == seeds.count)
    for one in cases { try shop.write(one.data.json.document, to: "data/\(one.seed)") }
    return cases
  }

  /// Runs `content_tags` for all cases: all images into `tags`, a few of them into `few`.
  private func runScript(on cases: [RandomCase], in shop: Workshop, awk: String?) async throws {
    let calls = cases.map { one in
      let few =
        one.wanted.isEmpty
        ? "" : "content_tags ../data/\(one.seed) r\(one.seed) \(one.wanted.joined(separator: " "))"
      return """
        content_tags ../data/\(one.seed) r\(one.seed) >../tags/\(one.seed) 2>../errors/\(one.seed) \
        || echo failed >>../errors/\(one.seed)
        \(few.isEmpty ? "" : "\(few) >../few/\(one.seed) 2>/dev/null || :")
        """
    }
    let result = try await shop.bash(
      "source \"$SCRIPTS/content.sh\"\ncd git\n" + calls.joined(separator: "\n"), awk: awk)
    #expect(result.status == 0)
    #expect(result.errors == "")
  }

  private func compareTags(_ one: RandomCase, in shop: Workshop) -> [String: ContentTag]? {
    let unknown = unknownLinks(of: one.data, in: one.tree).mapValues { gitQuoted($0) }
    let outdated = outdatedIgnoreFiles(of: one.data, in: one.tree).mapValues { gitQuoted($0) }
    let ends = Dictionary(
      uniqueKeysWithValues: one.data.images.map { image in
        let end = outdated[image.name].map { "\t" + $0 } ?? ""
        let link = unknown[image.name]
        return (image.name, (link.map { "\t" + $0 } ?? (end.isEmpty ? "" : "\t")) + end)
      })
    let lines = { (names: Set<String>, tags: [String: ContentTag]) in
      one.data.images.map(\.name).filter(names.contains)
        .map { "\($0)\t\(tags[$0]?.rawValue ?? "")\(ends[$0] ?? "")\n" }.joined()
    }
    let errors = shop.text(of: "errors/\(one.seed)")
    do throws(ContentError) {
      let tags = try contentTags(of: one.data, in: one.tree)
      let all = Set(one.data.images.map(\.name))
      #expect(errors == "", "seed \(one.seed)")
      #expect(shop.text(of: "tags/\(one.seed)") == lines(all, tags), "seed \(one.seed)")
      if !one.wanted.isEmpty {
        let few = lines(one.withAncestors(one.wanted), tags)
        #expect(shop.text(of: "few/\(one.seed)") == few, "seed \(one.seed)")
      }
      return tags
    } catch {
      guard case .missingDockerfile(let path, let image) = error else {
        Issue.record("seed \(one.seed): \(error)")
        return nil
      }
      let name = path.isEmpty ? "\"\"" : "no/Dockerfile 100%25"
      #expect(errors.contains("::error::the Dockerfile"), "seed \(one.seed): \(errors)")
      #expect(errors.contains(name) && errors.contains("failed\n"), "seed \(one.seed): \(errors)")
      #expect(errors.contains("image \"\(image)\""), "seed \(one.seed): \(errors)")
      return nil
    }
  }

  @Test func contentTagsAndDecisionsAreTheSame() async throws {
    try await Workshop.with { shop in
      let cases = try await cases(RandomCase.seeds, in: shop)
      try await runScript(on: cases, in: shop, awk: nil)
      var questions: [(seed: UInt64, question: ReadinessQuestion)] = []
      var lines = ""
      var factsSeen: Set<String> = []
      for var one in cases {
        guard let tags = compareTags(one, in: shop) else { continue }
        factsSeen.formUnion(factsAboutFiles(of: one))
        let asked = (0..<20).map { _ in
          RandomQuestion.make(about: one.data, tags: tags, using: &one.random)
        }
        questions += asked.map { (one.seed, $0) }
        // The data, by far the largest part, is written once.
        let rest = asked.map { question -> JSONValue in
          guard case .object(let members) = question.json else { return .null }
          return .object(members.filter { $0.key != "data" })
        }
        let shared: JSONValue = ["data": one.data.json, "cases": .array(rest)]
        lines += shared.text(.minimal) + "\n"
      }
      try shop.write(lines, to: "questions")
      let result = try await shop.bash(
        """
        { printf '%s' '.data as $shared | .cases[] | .data = $shared | ('
          cat "$SCRIPTS/decide.jq"; echo ')'; } >program.jq
        jq -cS -f program.jq questions >answers
        """)
      #expect(result.status == 0, "\(result.errors)")
      let answers = shop.text(of: "answers").split(separator: "\n")
      try #require(answers.count == questions.count)
      var seen: Set<String> = []
      for ((seed, question), answer) in zip(questions, answers) {
        let decision = decide(question)
        #expect(decision.json.sortedByKey.text(.minimal) == answer, "seed \(seed)")
        for image in decision.images { seen.insert("\(image.state) \(image.action)") }
        for fact in facts(decision) { seen.insert(fact) }
      }
      // A comparison proves nothing about what never happens.
      if RandomCase.seeds.count > 1 {
        #expect(seen.isSuperset(of: Self.everything), "\(seen)")
        #expect(
          factsSeen
            == ["known", "unknown", "changed", "left alone", "as it was", "outdated"])
      }
    }
  }

  private static let everything: Set<String> = [
    "fresh none", "fresh build", "outdated build", "outdated leave", "outdated fail",
    "missing build", "missing leave", "missing fail", "unknown fail", "halts", "forced", "warns",
    "task runs", "task waits",
  ]

  /// How the links and ignore files of a case came into play, seen from what other data would say of them.
  private func factsAboutFiles(of one: RandomCase) -> Set<String> {
    func unknown(_ change: (inout PipelineData.FileSet) -> Void) -> [String: [UInt8]] {
      var data = one.data
      for index in data.files.indices { change(&data.files[index]) }
      return unknownLinks(of: data, in: one.tree)
    }
    let found = unknown { _ in }
    let outdated = outdatedIgnoreFiles(of: one.data, in: one.tree)
    var facts = Set(one.data.images.map { outdated[$0.name] == nil ? "as it was" : "outdated" })
    if !found.isEmpty { facts.insert("unknown") }
    if unknown({ $0.links = [:] }) != found { facts.insert("known") }
    if unknown({ $0.followsLinks = true }) != found { facts.insert("left alone") }
    let now = Dictionary(
      one.tree.map { ($0.path, $0.id) }, uniquingKeysWith: { first, _ in first })
    let mended = unknown { set in
      for path in set.links.keys { set.links[path] = now[path] }
    }
    if mended != found { facts.insert("changed") }
    return facts
  }

  private func facts(_ decision: Readiness) -> [String] {
    [
      decision.halts ? "halts" : "", decision.warnings.isEmpty ? "" : "warns",
      decision.images.contains(where: \.isForced) ? "forced" : "",
      decision.task.image == nil ? "" : "task runs",
      decision.task.reason.hasPrefix("waits") ? "task waits" : "",
    ]
  }

  @Test(arguments: awks) func everyAwkComputesTheSameTags(_ name: String) async throws {
    let program = try #require(Workshop.program(name))
    let seeds = Array(RandomCase.seeds.prefix(RandomCase.isFullRun ? 100 : 12))
    try await Workshop.with { shop in
      let cases = try await cases(seeds, in: shop)
      try await runScript(on: cases, in: shop, awk: program)
      for one in cases { _ = compareTags(one, in: shop) }
    }
  }
}
