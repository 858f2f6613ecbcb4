/// How workflows start each other through `workflow_run`.
struct WorkflowChains {
  /// One workflow listening to another.
  struct Link {
    /// The position of the workflow that is listened to.
    var upstream: Int
    /// The position of the workflow that listens.
    var listener: Int
    /// The entry of the listener that names the upstream.
    var entry: WorkflowFile.Upstream
  }

  /// The links on the longest way to each workflow from one that something else starts too.
  ///
  /// Links that close a cycle are left out, so every way visits a workflow once.
  private var lastLinks: [Int: Link] = [:]
  /// How many links that way has.
  private var lengths: [Int: Int] = [:]

  init(of repository: Repository) {
    var links = [[Link]](repeating: [], count: repository.workflows.count)
    for (listener, workflow) in repository.workflows.enumerated() {
      for entry in workflow.upstreams {
        for upstream in entry.name.flatMap({ repository.positions[$0] }) ?? [] {
          links[upstream].append(Link(upstream: upstream, listener: listener, entry: entry))
        }
      }
    }
    let roots = repository.workflows.indices.filter { repository.workflows[$0].isRoot }
    measure(links, from: roots)
  }

  /// The longest way to a workflow: empty when nothing but its own triggers starts it.
  func longestWay(to workflow: Int) -> [Link] {
    var way: [Link] = []
    var position = workflow
    while let link = lastLinks[position] {
      way.append(link)
      position = link.upstream
    }
    return way.reversed()
  }

  /// Finds the longest ways in an order in which each workflow comes after all its upstreams.
  private mutating func measure(_ links: [[Link]], from roots: [Int]) {
    let (order, closing) = Self.order(links, from: roots)
    for position in order {
      let length = lengths[position] ?? 0
      for (index, link) in links[position].enumerated()
      where !closing.contains([position, index]) && lengths[link.listener] ?? 0 <= length {
        lengths[link.listener] = length + 1
        lastLinks[link.listener] = link
      }
    }
  }

  /// A topological order of what the roots reach, and the links that had to be left out for it.
  ///
  /// A depth-first walk with its own stack: a chain of thousands of files must not exhaust ours.
  private static func order(
    _ links: [[Link]], from roots: [Int]
  ) -> (order: [Int], closing: Set<[Int]>) {
    enum State { case new, open, done }
    var states = [State](repeating: .new, count: links.count)
    var finished: [Int] = []
    var closing: Set<[Int]> = []
    for root in roots where states[root] == .new {
      var stack = [(position: root, next: 0)]
      states[root] = .open
      while let (position, next) = stack.last {
        guard next < links[position].count else {
          states[position] = .done
          finished.append(position)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let listener = links[position][next].listener
        switch states[listener] {
        case .new:
          states[listener] = .open
          stack.append((listener, 0))
        case .open: closing.insert([position, next])
        case .done: break
        }
      }
    }
    return (finished.reversed(), closing)
  }
}
