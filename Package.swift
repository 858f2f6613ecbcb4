// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "wfgen",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "wfgen", targets: ["wfgen"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    // Writes to the standard streams; Foundation's FileHandle would double the start-up time.
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .target(name: "SourceText"),
    .systemLibrary(
      name: "CLibYAML",
      pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "YAML", dependencies: ["CLibYAML", "SourceText"]),
    .target(name: "Dockerfiles", dependencies: ["SourceText"]),
    .target(name: "Expressions", dependencies: ["SourceText"]),
    .target(
      name: "BuildGraph",
      dependencies: ["SourceText", .product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "Linting",
      dependencies: [
        "SourceText", "YAML", "Dockerfiles", "Expressions", "Workflows", "WorkflowSchema",
      ]),
    .target(name: "Workflows", dependencies: ["YAML"]),
    .target(
      name: "WorkflowSchema", dependencies: ["SourceText", "YAML", "Expressions", "Workflows"]),
    .target(
      name: "Manifest",
      dependencies: [
        "SourceText", "YAML", "Dockerfiles", "BuildGraph", "Workflows", "Expressions",
        "WorkflowSchema",
      ]),
    .target(
      name: "Generation",
      dependencies: ["SourceText", "YAML", "BuildGraph", "Manifest", "Dockerfiles", "Workflows"]),
    .target(name: "Reporting", dependencies: ["SourceText", "BuildGraph"]),
    .executableTarget(
      name: "wfgen",
      dependencies: [
        "SourceText", "YAML", "Dockerfiles", "BuildGraph", "Manifest", "Workflows", "Generation",
        "Linting", "Reporting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .target(name: "Fixtures", dependencies: ["SourceText"], path: "Tests/Fixtures"),
    .testTarget(
      name: "ManifestTests",
      dependencies: [
        "Manifest", "Generation", "BuildGraph", "Dockerfiles", "SourceText", "Fixtures",
      ]),
    .testTarget(
      name: "GenerationTests",
      dependencies: [
        "Generation", "Manifest", "BuildGraph", "Workflows", "YAML", "SourceText", "Fixtures",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "wfgen", "Fixtures", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "wfgen", "Fixtures", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .testTarget(name: "WorkflowsTests", dependencies: ["Workflows"]),
    .testTarget(
      name: "WorkflowSchemaTests", dependencies: ["WorkflowSchema", "SourceText", "YAML"]),
    .testTarget(
      name: "RepositoryTests",
      dependencies: [
        "Fixtures", "Manifest", "Generation", "BuildGraph", "SourceText", "Dockerfiles",
      ]),
    .testTarget(name: "SourceTextTests", dependencies: ["SourceText"]),
    .testTarget(name: "ExpressionsTests", dependencies: ["Expressions", "SourceText"]),
    .testTarget(name: "YAMLTests", dependencies: ["YAML", "SourceText"]),
    .testTarget(
      name: "DockerfilesTests",
      dependencies: [
        "Dockerfiles", "SourceText", .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .target(
      name: "RandomPipelines", dependencies: ["BuildGraph", "Dockerfiles", "SourceText"],
      path: "Tests/RandomPipelines"),
    .testTarget(
      name: "BuildGraphTests", dependencies: ["BuildGraph", "SourceText", "RandomPipelines"]),
    .testTarget(
      name: "ScriptTests",
      dependencies: [
        "BuildGraph", "RandomPipelines", "SourceText",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .testTarget(
      name: "PipelineScriptTests",
      dependencies: [
        "Dockerfiles", "RandomPipelines", .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      exclude: ["Fixtures"]),
    // A model of GitHub that runs generated workflows against a real registry; for tests only.
    .target(
      name: "PipelineDriver",
      dependencies: [
        "YAML", "SourceText", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Tests/PipelineDriver", exclude: ["api.py", "docker.sh", "gate.py"]),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "PipelineDriver", "RandomPipelines", "YAML", "SourceText", .target(name: "wfgen"),
      ]),
    .testTarget(
      name: "WaitingTests",
      dependencies: [.target(name: "wfgen"), "PipelineDriver", "Fixtures", "Manifest"]),
    .testTarget(
      name: "LayerTests",
      dependencies: [
        .target(name: "wfgen"), "Fixtures",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .testTarget(name: "LintingTests", dependencies: ["Linting", "SourceText", "YAML"]),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting", "SourceText", "BuildGraph"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ]
}
