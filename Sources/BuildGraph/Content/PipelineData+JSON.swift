public import SourceText

extension PipelineData {
  /// The version of the data file's layout that this writes.
  public static let version = 1

  /// What the data file says of itself, as JSON has no comments; workflows say the same.
  public static let comment =
    "Written by wfgen from wfgen.yml. Do not edit: change the manifest and run 'wfgen generate'."

  /// The content of the data file; `json.document` is its text.
  ///
  /// Lists whose order has no meaning are sorted, so that a change of the manifest changes few lines.
  public var json: JSONValue {
    guard let pullRequest, case .object(let members) = common else { return common }
    return .object(members + [.init("pull-request", pullRequest.json)])
  }

  private var common: JSONValue {
    [
      "comment": .string(Self.comment),
      "version": .integer(Self.version),
      "repository": .string(repository),
      "branch": .string(branch),
      "registry": registry.json,
      "stages": .object(stages.map { JSONValue.Member($0.name, $0.json) }),
      "files": .array(files.map(\.json)),
      "images": .array(images.map(\.json)),
      "tasks": .array(tasks.map(\.json)),
    ]
  }
}

extension PipelineData.Stage {
  var json: JSONValue {
    [
      "workflow": .string(workflow),
      "name": .string(title),
      "upstream": .strings(upstream),
      "jobs": .object(jobs.map { JSONValue.Member($0.id, .strings($0.images)) }),
    ]
  }
}

extension PipelineData.FileSet {
  /// The file set as it stands in the data file.
  public var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("paths", .strings(paths.map { gitQuoted($0) }.sorted(by: precedes))),
      .init("globs", .strings(globs.map(\.expression).sorted(by: precedes))),
      .init(
        "ignore",
        .array(
          ignore.map { rules in
            .array(rules.map { .strings([$0.excludes ? "-" : "+", $0.pattern.expression]) })
          })),
    ]
    if !links.isEmpty {
      let sorted = links.map { (gitQuoted($0), $1) }.sorted { precedes($0.0, $1.0) }
      members.append(
        .init("links", .object(sorted.map { JSONValue.Member($0, .string($1)) })))
    }
    if !followsLinks { members.append(.init("follows", .bool(false))) }
    return .object(members)
  }
}

extension PipelineData.Image {
  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(name)),
      .init("stage", .string(stage)),
      .init("level", .integer(level)),
      .init("repository", .string(repository)),
      .init("tags", .strings(tags)),
      .init("dockerfile", .string(dockerfile)),
    ]
    // The scripts compare paths in git's quoted form, and cannot quote.
    let quoted = gitQuoted(dockerfile.utf8)
    if quoted != dockerfile { members.append(.init("dockerfile-quoted", .string(quoted))) }
    members += [
      .init("context", .string(context)),
      .init("target", .string(target)),
      .init("platforms", .string(platforms)),
      .init("args", .strings(arguments)),
      .init("volatile", .strings(volatile)),
      .init("recipe", .strings(recipe)),
      .init("files", .array(files.sorted().map(JSONValue.integer))),
    ]
    if !ignoreFiles.isEmpty {
      let sorted = ignoreFiles.map { (gitQuoted($0), $1) }.sorted { precedes($0.0, $1.0) }
      members.append(
        .init("ignore-files", .object(sorted.map { JSONValue.Member($0, .strings($1)) })))
    }
    return .object(
      members + [
        .init("structure", .string(structure)),
        .init("parents", .array(parents.map(\.json))),
        .init("base", base.map(JSONValue.integer) ?? .null),
        .init("cache", ["from": .strings(cacheFrom), "to": .strings(cacheTo)]),
      ] + (disk.map { [.init("disk", .integer($0))] } ?? []))
  }
}

extension PipelineData.Parent {
  var json: JSONValue {
    var members: [JSONValue.Member] =
      switch source {
      case .image(let name): [.init("image", .string(name))]
      case .builtBy(let reference, let workflow):
        [.init("reference", .string(reference)), .init("workflow", .string(workflow))]
      case .external(let reference):
        [.init("reference", .string(reference)), .init("external", .bool(true))]
      }
    switch route {
    case .argument(let name):
      members += [.init("as", .string("arg")), .init("name", .string(name))]
    case .context(let name):
      members += [.init("as", .string("context")), .init("name", .string(name))]
    case .none:
      members.append(.init("as", .string("none")))
    }
    return .object(members)
  }
}

extension PipelineData.Task {
  var json: JSONValue {
    var members = [
      JSONValue.Member("name", .string(name)),
      JSONValue.Member("stage", .string(stage)),
      JSONValue.Member("image", .string(image)),
    ]
    if let foreign {
      members += [
        JSONValue.Member("repository", .string(foreign.repository)),
        JSONValue.Member("reference", .string(foreign.reference)),
        JSONValue.Member("workflow", .string(foreign.workflow)),
      ]
    }
    members += [
      JSONValue.Member("after-manual-upstream", .string(afterManualUpstream.rawValue)),
      JSONValue.Member("on-push", .string(onPush.rawValue)),
      JSONValue.Member("upstream-failed", .string(upstreamFailed.rawValue)),
    ]
    return .object(members)
  }
}
