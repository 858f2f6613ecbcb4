/// The candidate that was most likely meant by a misspelt word; `nil` when none is close.
///
/// Close means at most one edit for each three characters of the longer word, with at least one:
/// an insertion, a deletion, a substitution or a swap of neighbours. Case does not count.
public func closestSpelling(of word: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(word.lowercased().unicodeScalars)
  var best: (distance: Int, candidate: String)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars)
    let limit = max(1, max(wanted.count, other.count) / 3)
    guard abs(wanted.count - other.count) <= limit, leastDistance(wanted, other) <= limit else {
      continue
    }
    let distance = editDistance(wanted, other, limit: limit)
    guard distance <= limit else { continue }
    if best.map({ (distance, candidate) < ($0.distance, $0.candidate) }) ?? true {
      best = (distance, candidate)
    }
  }
  return best?.candidate
}

/// How many edits are needed at least: one for each letter that only one of two words has.
///
/// Most candidates are nothing like the word, which their letters tell sooner than their order.
private func leastDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  // Letters that share a place let the words look more alike than they are.
  var surplus = [Int](repeating: 0, count: 64)
  for letter in left { surplus[Int(letter.value % 64)] += 1 }
  for letter in right { surplus[Int(letter.value % 64)] -= 1 }
  let onlyLeft = surplus.reduce(0) { $0 + max($1, 0) }
  // A substitution takes away one letter of each.
  return max(onlyLeft, onlyLeft - left.count + right.count)
}

/// The optimal string alignment distance; any number above the limit where it is above that.
private func editDistance(
  _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], limit: Int
) -> Int {
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  var current = beforeLast
  var leastOfLast = 0
  for row in stride(from: 1, through: left.count, by: 1) {
    current[0] = row
    var least = row
    for column in stride(from: 1, through: right.count, by: 1) {
      let cost = left[row - 1] == right[column - 1] ? 0 : 1
      var distance = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
      if row > 1, column > 1, left[row - 1] == right[column - 2],
        left[row - 2] == right[column - 1]
      {
        distance = min(distance, beforeLast[column - 2] + 1)
      }
      current[column] = distance
      least = min(least, distance)
    }
    // Every later number is made from one of two rows by adding to it.
    guard min(least, leastOfLast) <= limit else { return limit + 1 }
    leastOfLast = least
    (beforeLast, last, current) = (last, current, beforeLast)
  }
  return last[right.count]
}
