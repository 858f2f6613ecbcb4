/// An operating system and a processor: `linux/arm64`, `linux/arm/v7`.
public struct Platform: Hashable, Sendable, CustomStringConvertible {
  /// The operating system, as in `linux`.
  public var os: String
  /// The processor, as in `amd64`.
  public var architecture: String
  /// The variant of the processor, as in `v7`; empty for none.
  public var variant: String

  /// Creates a platform.
  public init(os: String = "linux", architecture: String, variant: String = "") {
    self.os = os
    self.architecture = architecture
    self.variant = variant
  }

  /// Reads `os/architecture` or `os/architecture/variant`; `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.lowercased().split(separator: "/", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(
      os: String(parts[0]), architecture: String(parts[1]),
      variant: parts.count == 3 ? String(parts[2]) : "")
    normalize()
  }

  /// The platform as BuildKit writes it.
  public var description: String {
    variant.isEmpty ? "\(os)/\(architecture)" : "\(os)/\(architecture)/\(variant)"
  }

  /// Replaces the other names that the container tools accept, as they do.
  private mutating func normalize() {
    switch architecture {
    case "x86_64", "x86-64": architecture = "amd64"
    case "aarch64": architecture = "arm64"
    case "i386": architecture = "386"
    case "armhf": (architecture, variant) = ("arm", "v7")
    case "armel": (architecture, variant) = ("arm", "v6")
    default: break
    }
    switch (architecture, variant) {
    case ("arm64", "8"), ("arm64", "v8"), ("amd64", "v1"): variant = ""
    case ("arm", ""), ("arm", "7"): variant = "v7"
    case ("arm", "5"), ("arm", "6"), ("arm", "8"): variant = "v" + variant
    default: break
    }
  }

  /// The arguments that BuildKit defines from a platform: `TARGETPLATFORM`, `TARGETARCH` and so on.
  func arguments(prefix: String) -> [String: String] {
    [
      "\(prefix)PLATFORM": description, "\(prefix)OS": os, "\(prefix)ARCH": architecture,
      "\(prefix)VARIANT": variant, "\(prefix)OSVERSION": "",
    ]
  }

  /// The names of those arguments behind their prefix.
  static let argumentSuffixes = ["PLATFORM", "OS", "ARCH", "VARIANT", "OSVERSION"]

  /// Whether an argument of this name tells the machine that builds: `BUILDARCH` and its kin.
  public static func isArgumentOfBuilder(_ name: String) -> Bool {
    argumentSuffixes.contains { name == "BUILD" + $0 }
  }
}
