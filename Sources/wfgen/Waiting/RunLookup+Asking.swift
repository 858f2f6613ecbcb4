internal import BuildGraph
internal import FoundationEssentials
internal import SourceText

extension RunLookup {
  private struct Response: Decodable {
    let code: Int
    let error: String
    let headers: [String: String]
  }

  private struct Page: Decodable {
    let totalCount: Int
    let workflowRuns: [Run]
  }

  private struct Run: Decodable {
    let id: Int
    let runAttempt: Int?
    let path: String
    let status: String?
    let conclusion: String?
    let headSha: String?
    let htmlUrl: String?
    let runStartedAt: String?
    let createdAt: String?
    let updatedAt: String?

    var value: WorkflowRun {
      // `.github/workflows/ci.yml`, or the same with `@` and a branch behind it.
      let file = path.prefix { $0 != "@" }.split(separator: "/").last.map(String.init) ?? path
      let started = runStartedAt ?? createdAt ?? ""
      return WorkflowRun(
        id: id, attempt: runAttempt ?? 1, workflow: file, status: status ?? "",
        conclusion: conclusion, commit: headSha ?? "", page: htmlUrl ?? "", started: started,
        updated: updatedAt ?? started)
    }
  }

  /// Sends requests, all at once, and puts their runs together.
  mutating func ask(_ requests: [String: String], at date: Double) async throws
    -> (answer: Answer, totals: [String: Int])
  {
    guard date >= silentUntil else { return (.unknown(limitSentence), [:]) }
    let ids = requests.keys.sorted()
    let list = ids.map { id -> JSONValue in
      [
        "id": .string(id), "url": .string(requests[id] ?? ""), "auth": "github", "once": true,
        "accept": ["application/vnd.github+json"],
      ]
    }
    try scripts.write(JSONValue.array(list).text(.minimal), to: "runs.json")
    let text = try await scripts.run(
      """
      source ./http.sh
      cp runs.json "$http_dir/runs.json"
      fetch runs
      for file in "$http_dir"/*.body; do if [ -f "$file" ]; then cp "$file" .; fi; done
      cat "$http_dir/runs.got"
      """, ["GITHUB_TOKEN": token, "GITHUB_API_URL": api])
    guard let responses = try? JSONDecoder().decode([String: Response].self, from: text) else {
      return (.unknown("GitHub's API cannot be asked"), [:])
    }
    var runs: [WorkflowRun] = []
    var totals: [String: Int] = [:]
    for id in ids {
      guard let response = responses[id] else { continue }
      if let problem = problem(of: response, at: date) { return (.unknown(problem), [:]) }
      guard let body = scripts.read("\(id).body"),
        let page = try? Self.decoder.decode(Page.self, from: body)
      else { return (.unknown("the answer of GitHub's API is no list of runs"), [:]) }
      // The run that asks leads to nothing while it waits.
      runs += page.workflowRuns.map(\.value).filter { $0.id != ownRun }
      totals[id] = page.totalCount
    }
    return (.runs(runs), totals)
  }

  private static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }()

  private var limitSentence: String {
    let seconds = Int(silentUntil) % 86_400
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60]
    let time = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    return "GitHub's API takes no more requests before \(time) UTC (rate limit)"
  }

  /// Why a response is none; remembers how long GitHub does not want to be asked: docs "Best
  /// practices for using the REST API", rate limits.
  private mutating func problem(of response: Response, at date: Double) -> String? {
    guard response.error.isEmpty else { return "no answer from GitHub's API: \(response.error)" }
    let headers = response.headers
    let rest = headers["retry-after"].flatMap(Double.init)
    let isLimit =
      response.code == 429
      || response.code == 403 && (headers["x-ratelimit-remaining"] == "0" || rest != nil)
    switch response.code {
    case 200: return nil
    case _ where isLimit:
      // Without a word about it, a minute.
      let reset = headers["x-ratelimit-reset"].flatMap(Double.init) ?? date + 60
      silentUntil = rest.map { date + $0 } ?? max(reset, date)
      return limitSentence
    case 401: return "GitHub refuses the token in GITHUB_TOKEN (HTTP 401)"
    case 403:
      return "the token may not read runs of \(repository): it needs 'actions: read' (HTTP 403)"
    case 404: return "GitHub shows the token no repository \(repository) (HTTP 404)"
    default: return "GitHub's API answers HTTP \(response.code)"
    }
  }
}
