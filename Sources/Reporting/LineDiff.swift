/// A stretch of elements that is replaced by another. One of the two may be empty, not both.
struct Replacement: Hashable {
  /// Where it is in the old elements.
  var old: Range<Int>
  /// Where it is in the new ones.
  var new: Range<Int>
}

/// The replacements that turn one list into another, in order, with common elements between them.
///
/// The shortest set there is, found by the greedy algorithm of Myers (1986); where more than
/// `effort` deletions and insertions follow each other without end, it takes the furthest way found
/// and goes on from there, so that the time is at most `effort` times the length.
func replacements<Element: Hashable>(
  from old: [Element], to new: [Element], effort: Int = 1_000
) -> [Replacement] {
  let reduced = ReducedLists(old, new)
  var search = GreedySearch(old: reduced.old, new: reduced.new, effort: effort)
  let kept = search.commonElements().map { (reduced.oldPlace[$0.0], reduced.newPlace[$0.1]) }
  var result: [Replacement] = []
  var place = (0, 0)
  for (inOld, inNew) in kept + [(old.count, new.count)] {
    if inOld > place.0 || inNew > place.1 {
      result.append(Replacement(old: place.0..<inOld, new: place.1..<inNew))
    }
    place = (inOld + 1, inNew + 1)
  }
  return result
}

/// Two lists as numbers, without what only one of them has: such elements are deleted or inserted in
/// every solution, so the search need not look at them.
private struct ReducedLists {
  var old: [Int] = []
  var oldPlace: [Int] = []
  var new: [Int] = []
  var newPlace: [Int] = []

  init<Element: Hashable>(_ old: [Element], _ new: [Element]) {
    var numbers: [Element: Int] = [:]
    let inOld = old.map { element in
      let number = numbers[element] ?? numbers.count
      numbers[element] = number
      return number
    }
    var isCommon = [Bool](repeating: false, count: numbers.count)
    for (place, element) in new.enumerated() {
      guard let number = numbers[element] else { continue }
      isCommon[number] = true
      self.new.append(number)
      newPlace.append(place)
    }
    for (place, number) in inOld.enumerated() where isCommon[number] {
      self.old.append(number)
      oldPlace.append(place)
    }
  }
}

/// The search for a longest common subsequence in the grid of two lists: a step to the right deletes
/// an element of `old`, a step down inserts one of `new`, a diagonal step keeps one of both.
private struct GreedySearch {
  let old: [Int]
  let new: [Int]
  let effort: Int

  /// The pairs of places with the same element that are kept, in order.
  mutating func commonElements() -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var start = (old: 0, new: 0)
    var end = (old: old.count, new: new.count)
    while start.old < end.old, start.new < end.new, old[start.old] == new[start.new] {
      pairs.append((start.old, start.new))
      start = (start.old + 1, start.new + 1)
    }
    while end.old > start.old, end.new > start.new, old[end.old - 1] == new[end.new - 1] {
      end = (end.old - 1, end.new - 1)
    }
    while start.old < end.old, start.new < end.new {
      start = advance(from: start, to: end, keeping: &pairs)
    }
    pairs += zip(end.old..<old.count, end.new..<new.count)
    return pairs
  }

  /// Goes from one point of the grid towards another, to it or as far as the effort allows, and
  /// adds what is kept on the way.
  private func advance(
    from start: (old: Int, new: Int), to end: (old: Int, new: Int),
    keeping pairs: inout [(Int, Int)]
  ) -> (old: Int, new: Int) {
    var rounds = SearchRounds(width: end.old - start.old, height: end.new - start.new)
    let target = rounds.width + rounds.height
    var best = (diagonal: 0, reach: -1)
    for edits in 0...min(effort, target) where best.reach < target {
      var reached = [Int32](repeating: -1, count: edits + 1)
      best.reach = -1
      for index in 0...edits {
        guard var right = rounds.entry(index: index, edits: edits) else { continue }
        let diagonal = 2 * index - edits
        var down = right - diagonal
        while right < rounds.width, down < rounds.height,
          old[start.old + right] == new[start.new + down]
        {
          right += 1
          down += 1
        }
        reached[index] = Int32(right)
        if right + down > best.reach { best = (diagonal, right + down) }
      }
      rounds.reached.append(reached)
    }
    let right = (best.reach + best.diagonal) / 2
    let down = best.reach - right
    pairs += rounds.kept(wayTo: right, down)
      .reversed().map { (start.old + $0.0, start.new + $0.1) }
    return (start.old + right, start.new + down)
  }
}

/// How far each round of a search got in its part of the grid. A round has one more edit than the
/// one before; its diagonals, the differences of the two places, go from -edits to edits by twos.
private struct SearchRounds {
  let width: Int
  let height: Int
  /// For each round, how far to the right each diagonal got; -1 for one that cannot be reached.
  var reached: [[Int32]] = []

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// How far to the right a diagonal begins: by a deletion one further than the diagonal below it
  /// got, by an insertion as far as the one above it. `nil` when neither stays in the grid.
  func entry(index: Int, edits: Int) -> Int? {
    guard edits > 0 else { return 0 }
    let last = reached[edits - 1]
    var entry = -1
    if index > 0, last[index - 1] >= 0, last[index - 1] < width {
      entry = Int(last[index - 1]) + 1
    }
    if index < edits, last[index] >= 0, Int(last[index]) - (2 * index - edits) <= height {
      entry = max(entry, Int(last[index]))
    }
    return entry >= 0 ? entry : nil
  }

  /// The pairs that are kept on the way to a point of the last round, last first.
  func kept(wayTo right: Int, _ down: Int) -> [(Int, Int)] {
    var (right, down) = (right, down)
    var pairs: [(Int, Int)] = []
    for edits in stride(from: reached.count - 1, through: 0, by: -1) {
      let index = (right - down + edits) / 2
      guard let entry = entry(index: index, edits: edits) else { break }
      while right > entry {
        right -= 1
        down -= 1
        pairs.append((right, down))
      }
      guard edits > 0 else { break }
      // A deletion where both are possible: what is removed then stands before what is added.
      let last = reached[edits - 1]
      if index > 0, last[index - 1] >= 0, Int(last[index - 1]) + 1 == entry {
        right -= 1
      } else {
        down -= 1
      }
    }
    return pairs
  }
}
