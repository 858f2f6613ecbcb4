import CLibYAML

/// The events of libyaml, one at a time; frees what libyaml allocates.
struct EventReader: ~Copyable {
  /// The parser, for its problem after a failure.
  let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private var isReady: Bool

  /// Starts to read; the bytes must outlive the reader.
  init(_ bytes: UnsafeBufferPointer<UInt8>, from base: Int) {
    parser = .allocate(capacity: 1)
    event = .allocate(capacity: 1)
    event.initialize(to: yaml_event_t())
    parser.initialize(to: yaml_parser_t())
    isReady = yaml_parser_initialize(parser) == 1
    guard isReady else { return }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress.map { $0 + base }, bytes.count - base)
  }

  deinit {
    yaml_event_delete(event)
    if isReady { yaml_parser_delete(parser) }
    event.deallocate()
    parser.deallocate()
  }

  /// The next event, valid until the next call; `nil` after a failure.
  mutating func next() -> UnsafeMutablePointer<yaml_event_t>? {
    guard isReady else { return nil }
    yaml_event_delete(event)
    return yaml_parser_parse(parser, event) == 1 ? event : nil
  }
}
