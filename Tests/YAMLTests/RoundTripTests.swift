import SourceText
import Testing
import YAML

@Suite("What is written reads back")
struct RoundTripTests {
  @Test(arguments: [UInt64](1...8))
  func asTheSameValue(seed: UInt64) throws {
    var generator = Generator(seed: seed)
    for _ in 0..<500 {
      let value = generator.value(depth: 4)
      let text = YAMLWriter.write(value, header: ["Header"])
      let document = parse(text)
      try #require(document.diagnostics.isEmpty, "\(text)")
      let root = try #require(document.root, "\(text)")
      let read = try #require(YAMLValue(root), "\(text)")
      try #require(same(read, value), "\(text)")
      let plain = value.withoutComments
      let again = YAMLWriter.write(read)
      try #require(
        again == YAMLWriter.write(try #require(parse(again).root.flatMap(YAMLValue.init))))
      try #require(again.utf8.elementsEqual(YAMLWriter.write(plain).utf8), "\(text)")
    }
  }

  /// Compares bytes, where `==` would take canonically equivalent texts for equal.
  private func same(_ left: YAMLValue, _ right: YAMLValue) -> Bool {
    switch (left.content, right.content) {
    case (.string(let left), .string(let right)):
      left.utf8.elementsEqual(right.utf8)
    case (.sequence(let left), .sequence(let right)):
      left.count == right.count && zip(left, right).allSatisfy(same)
    case (.mapping(let left), .mapping(let right)):
      left.count == right.count
        && zip(left, right).allSatisfy {
          $0.key.utf8.elementsEqual($1.key.utf8) && same($0.value, $1.value)
        }
    default: left.content == right.content
    }
  }
}
