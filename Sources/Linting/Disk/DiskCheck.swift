/// A comparison of what `df` says with a number.
struct DiskCheck {
  /// What is compared.
  var reading: DiskReading
  /// How: `-lt`, `-le`, `-gt` or `-ge`, the reading on the left.
  var operation: String
  /// With what.
  var number: Double
  /// The pipeline that reads the disk, in bytes of the script.
  var range: Range<Int>
  /// Whether both are compared letter by letter, as `<` does within `[[ … ]]`.
  var comparesTexts = false
}
