import SourceText

/// Finds out what targets of bake files build.
struct BakeResolver {
  private let set: BakeSet
  /// The value of an environment variable; `nil` for one that nothing sets.
  private let environment: (String) -> PartialText?

  init(_ set: BakeSet, environment: @escaping (String) -> PartialText?) {
    self.set = set
    self.environment = environment
  }

  /// The builds that names of targets and groups stand for, each behind those that it takes files
  /// from, which may be others than those asked for; `nil` when not all of them can be told.
  func builds(
    of names: [PartialText], overrides: [PartialText]
  ) -> [(build: DefinedBuild, isAskedFor: Bool)]? {
    var asked: [String] = []
    for name in names {
      guard let name = name.text, collect(name, into: &asked, depth: 0) else { return nil }
    }
    var all: [String: DefinedBuild] = [:]
    for (name, target) in set.targets.sorted(by: { $0.key < $1.key }) {
      for build in expanded(name, target) { all[build.name] = build }
    }
    // A target with a matrix is the group of what it makes.
    asked = asked.flatMap { name in
      all[name] != nil
        ? [name] : all.keys.filter { all[$0]?.location == set.targets[name]?.location }.sorted()
    }
    guard override(&all, with: overrides) else { return nil }
    var order: [String] = []
    for name in asked { visit(name, in: all, into: &order, depth: 0) }
    return order.compactMap { name in
      all[name].map { (linked($0, to: all), asked.contains(name)) }
    }
  }

  /// Adds the targets that a name stands for; `false` when they cannot be told.
  private func collect(_ name: String, into asked: inout [String], depth: Int) -> Bool {
    guard depth < 16 else { return false }
    if let group = set.groups[name] {
      guard let members = value(of: group, [:], depth: 0).textOrTexts else { return false }
      return members.allSatisfy { member in
        member.text.map { collect($0, into: &asked, depth: depth + 1) } ?? false
      }
    }
    // Without a group of this name, `default` is a target like others.
    guard set.targets[name] != nil else { return false }
    if !asked.contains(name) { asked.append(name) }
    return true
  }

  /// The builds of a target: several when it has a matrix.
  private func expanded(_ name: String, _ target: BakeSet.Target) -> [DefinedBuild] {
    let attributes = inherited(name, depth: 0)
    guard let matrix = attributes.last(where: { $0.name == "matrix" })?.value else {
      return [build(name, target, attributes, [:])]
    }
    guard case .mapping(let axes) = value(of: matrix, [:], depth: 0) else { return [] }
    var legs: [[String: DefinitionValue]] = [[:]]
    for axis in axes {
      guard case .list(let items) = axis.value, legs.count * items.count <= 256 else { return [] }
      legs = legs.flatMap { leg in items.map { leg.merging([axis.name: $0]) { $1 } } }
    }
    return legs.compactMap { leg in
      let template = attributes.last { $0.name == "name" }?.value
      return template.flatMap { value(of: $0, leg, depth: 0).text.text }.map {
        build($0, target, attributes, leg)
      }
    }
  }

  private func build(
    _ name: String, _ target: BakeSet.Target,
    _ attributes: [(name: String, value: HCLFile.Expression)],
    _ locals: [String: DefinitionValue]
  ) -> DefinedBuild {
    var build = DefinedBuild(name: name, location: target.location)
    for attribute in attributes {
      build.take(attribute.name, value(of: attribute.value, locals, depth: 0))
    }
    let own = target.attributes.filter { $0.name == "args" }
      .compactMap { value(of: $0.value, locals, depth: 0).assignments }.flatMap(\.keys)
    build.inheritedArguments = Set((build.arguments ?? [:]).keys).subtracting(own)
    return build
  }

  /// The attributes of a target behind those that it inherits.
  private func inherited(
    _ name: String, depth: Int
  ) -> [(name: String, value: HCLFile.Expression)] {
    guard depth < 16, let target = set.targets[name] else { return [] }
    let parents = target.attributes.last { $0.name == "inherits" }?.value
    let names = parents.flatMap { value(of: $0, [:], depth: 0).textOrTexts } ?? []
    let above = names.compactMap(\.text).flatMap { inherited($0, depth: depth + 1) }
    return above.filter { !["matrix", "name", "inherits"].contains($0.name) } + target.attributes
  }

  /// Applies `--set`; `false` when one cannot be told.
  private func override(
    _ builds: inout [String: DefinedBuild], with overrides: [PartialText]
  ) -> Bool {
    var seen: Set<String> = []
    for override in overrides {
      let (key, value) = override.assignment
      guard let key = key.text, let value, let dot = key.firstIndex(of: ".") else { return false }
      let (name, attribute) = (String(key[..<dot]), String(key[dot...].dropFirst()))
      let isFirst = seen.insert(key).inserted
      guard name == "*" || !name.contains(where: { "*?[".contains($0) }) else { return false }
      for target in builds.keys where name == "*" || name == target {
        builds[target]?.override(attribute, value, isFirst: isFirst)
      }
    }
    return true
  }

  private func visit(
    _ name: String, in builds: [String: DefinedBuild], into order: inout [String], depth: Int
  ) {
    guard depth < 64, !order.contains(name), let build = builds[name] else { return }
    for context in (build.contexts ?? [:]).values.compactMap({ $0.withoutPrefix("target:")?.text })
      .sorted()
    {
      visit(context, in: builds, into: &order, depth: depth + 1)
    }
    if !order.contains(name) { order.append(name) }
  }

  /// The build with the names of images in the place of the targets that it takes files from.
  private func linked(_ build: DefinedBuild, to builds: [String: DefinedBuild]) -> DefinedBuild {
    var linked = build
    linked.contexts = build.contexts?.mapValues { context in
      guard let name = context.withoutPrefix("target:")?.text,
        let tag = builds[name]?.tags.first
      else { return context }
      return PartialText(pattern: "docker-image://" + tag.pattern)
    }
    return linked
  }

  private func value(
    of expression: HCLFile.Expression, _ locals: [String: DefinitionValue], depth: Int
  ) -> DefinitionValue {
    guard depth < 16 else { return .unknown }
    switch expression {
    case .template(let parts):
      var text = ""
      for part in parts {
        switch part {
        case .text(let part): text += part
        case .expression(let name): text += value(at: name, locals, depth: depth).text.pattern
        }
      }
      return .text(PartialText(pattern: text))
    case .literal(let text): return .text(PartialText(pattern: text == "null" ? "" : text))
    case .name(let name): return value(at: name, locals, depth: depth)
    case .list(let items):
      return .list(items.map { value(of: $0, locals, depth: depth + 1) })
    case .object(let entries):
      return .mapping(entries.map { ($0.name, value(of: $0.value, locals, depth: depth + 1)) })
    case .value(let value): return value
    case .computed: return .unknown
    }
  }

  /// The value of a name, which may lead into one of a matrix.
  private func value(
    at name: String, _ locals: [String: DefinitionValue], depth: Int
  ) -> DefinitionValue {
    let path = name.split(separator: ".").map { String($0) }
    if let first = path.first, let local = locals[first] {
      return path.dropFirst().reduce(local) { value, key in value[key] ?? .unknown }
    }
    guard path.count == 1 else { return .unknown }
    if let value = environment(name) { return .text(value) }
    return set.variables[name].map { value(of: $0, locals, depth: depth + 1) } ?? .unknown
  }
}
