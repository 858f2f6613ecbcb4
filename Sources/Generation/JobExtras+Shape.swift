internal import Manifest
internal import YAML

extension JobExtras {
  /// What makes the parts of a job that are passed through, for comparing: images of one shape can
  /// be the legs of one matrix.
  struct Shape: Hashable {
    private let secrets: [String]
    private let permissions: [String]
    private let words: [String?]
    private let nodes: [YAMLValue?]

    init(_ extras: JobExtras) {
      secrets = extras.secrets.map { "\($0.id.value)=\($0.secret.value)" }.sorted()
      permissions = extras.permissions.map { "\($0.scope.value)=\($0.access.value)" }.sorted()
      words = [extras.ssh?.value, extras.environment?.value, extras.runner?.value]
      nodes = [extras.env, extras.before, extras.after].map { node in
        node.flatMap { YAMLValue($0) }?.withoutLayout
      }
    }
  }
}

extension YAMLValue {
  /// The content alone: brackets or not, it means the same.
  fileprivate var withoutLayout: YAMLValue {
    switch content {
    case .sequence(let items): YAMLValue(.sequence(items.map(\.withoutLayout)))
    case .mapping(let pairs):
      YAMLValue(.mapping(pairs.map { Pair($0.key, $0.value.withoutLayout) }))
    default: YAMLValue(content)
    }
  }
}
