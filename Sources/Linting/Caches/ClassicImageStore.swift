import SourceText
import YAML

extension Repository {
  /// Whether Docker on the machine of a job keeps images in its own store, which knows neither
  /// images for several platforms nor the export of caches.
  ///
  /// Docker 28 of the images for Ubuntu 22.04 and 24.04 does; Docker 29 and newer uses that of
  /// containerd. Nothing is known where a step may set Docker up anew.
  func hasClassicImageStore(at place: Place) -> Bool {
    guard let label = hostedLinux(at: place),
      label.hasPrefix("ubuntu-22.04") || label.hasPrefix("ubuntu-24.04")
    else { return false }
    return !steps(upTo: place).contains { step in
      guard let action = step.action?.lowercased() else {
        let script = step.run?.text ?? ""
        return script.holdsScriptName(
          or: ["containerd", "dockerd", "daemon.json", "systemctl", "get.docker.com"])
      }
      return action.hasPrefix("./") || action.hasPrefix("$/") || action.contains("setup-docker")
    }
  }
}
