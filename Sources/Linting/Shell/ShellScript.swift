/// A command or a block of a script, by its position.
enum ShellItem: Hashable, Sendable {
  /// A command.
  case command(Int)
  /// A block.
  case block(Int)
}

/// Commands that belong together.
struct ShellBlock {
  /// What holds them together.
  enum Kind: Hashable, Sendable {
    /// `if` or `case`.
    case choice
    /// `for`, `while`, `until` or `select`.
    case loop
    /// `{ …; }`
    case group
    /// The body of a function.
    case function
    /// `( … )`
    case subshell
  }

  /// What holds them together.
  let kind: Kind
  /// The commands in it, as positions among those of the script.
  var commands: Range<Int>
  /// Where what an `if` or a loop tests has ended.
  var bodyStart: Int
  /// Where its `else` starts; `nil` without one.
  var alternative: Int?
  /// Whether what is read next is a part of its test.
  var isAtTest: Bool
  /// The blocks around it, the outermost first.
  let outer: [Int]
  /// What stands between it and what comes next.
  var following: ShellCommand.Connector = .end
}

/// A script as far as it decides what becomes of a failure.
struct ShellScript {
  /// The script.
  let text: [UInt8]
  /// Its commands, in order.
  let commands: [ShellCommand]
  /// Its blocks, in the order in which they start.
  let blocks: [ShellBlock]

  /// The blocks around an item, the outermost first.
  func blocks(around item: ShellItem) -> [Int] {
    switch item {
    case .command(let position): commands[position].blocks
    case .block(let position): blocks[position].outer
    }
  }

  /// What stands between an item and what comes next.
  func connector(behind item: ShellItem) -> ShellCommand.Connector {
    switch item {
    case .command(let position): commands[position].following
    case .block(let position): blocks[position].following
    }
  }

  /// The item behind another one in the same block; `nil` for the last one.
  func item(behind item: ShellItem) -> ShellItem? {
    let around = blocks(around: item)
    let next: Int
    switch item {
    case .command(let position): next = position + 1
    case .block(let position): next = blocks[position].commands.upperBound
    }
    guard next < commands.count, commands[next].blocks.starts(with: around) else { return nil }
    let path = commands[next].blocks
    return path.count > around.count ? .block(path[around.count]) : .command(next)
  }

  /// Whether a text occurs anywhere in it.
  func contains(_ wanted: StaticString) -> Bool {
    text[...].holds(wanted)
  }
}
