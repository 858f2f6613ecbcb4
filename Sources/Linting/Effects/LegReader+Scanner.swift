import YAML

extension LegReader {
  /// Reads a step that uses an action which looks into an image.
  mutating func readScannedImage(_ step: Step) {
    guard let action = step.action, let name = Self.inputsOfScanners[String(action)],
      let input = step.input(name)
    else { return }
    let image = scope.resolve(input).text
    guard ImageName(image) != nil else { return }
    note(.pull(image), at: input.range, if: conditions(of: step))
  }

  /// The input that names the image, by action: their READMEs.
  private static let inputsOfScanners = [
    "aquasecurity/trivy-action": "image-ref", "anchore/scan-action": "image",
    "anchore/sbom-action": "image", "snyk/actions/docker": "image",
  ]
}
