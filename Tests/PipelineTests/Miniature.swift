/// A repository in which every entry of the generated workflows has something to do: a target, an
/// argument, one that changes with each run, two platforms, literal bases, a context of its own.
enum Miniature {
  static let files = [
    "wfgen.yml": """
    version: 1
    repository: example/miniature
    registry: ghcr.io/example/miniature
    pull-request: none
    tiers: {base: {}, leaf: {}}
    images:
      base:
        dockerfile: base/base.Dockerfile
        context: base
        tier: base
        target: final
        platforms: [linux/amd64, linux/arm64]
        build-args: {FLAVOUR: plain}
        volatile-args: {STAMP: "${{ github.run_id }}"}
      odd:
        dockerfile: odd.Dockerfile
        tier: base
        platforms: [linux/arm64]
        volatile-args: {STAMP: "${{ github.run_id }}"}
      leaf:
        dockerfile: leaf/leaf.Dockerfile
        context: leaf
        tier: leaf
        target: final
        platforms: [linux/arm64]
        build-args: {FLAVOUR: plain}
        volatile-args: {STAMP: "${{ github.run_id }}"}
      side:
        dockerfile: side.Dockerfile
        tier: leaf
        platforms: [linux/arm64]
        volatile-args: {STAMP: "${{ github.run_id }}"}
    tasks:
      check:
        uses: base
        paths: [checks/**]
        env: {MARK: mark}
        steps: [run: cat /$MARK checks/words]
    """,
    "base/base.Dockerfile": dockerfile("REGISTRY/library/shell:1"),
    "leaf/leaf.Dockerfile": dockerfile("ghcr.io/example/miniature/base:latest"),
    "odd.Dockerfile": small("odd"),
    "side.Dockerfile": small("side"),
    "base/plain.txt": "1", "leaf/plain.txt": "1", "odd.txt": "1", "side.txt": "1",
    "checks/words": "first words",
  ]

  private static func small(_ name: String) -> String {
    "FROM REGISTRY/library/other:1\nARG STAMP\nCOPY \(name).txt /\nLABEL stamp=${STAMP}\n"
  }

  private static func dockerfile(_ base: String) -> String {
    """
    FROM \(base) AS final
    ARG FLAVOUR=none
    ARG STAMP
    COPY ${FLAVOUR}.txt /\(base.contains("shell") ? "base" : "leaf").txt
    LABEL stamp=${STAMP}
    FROM final AS debug
    COPY plain.txt /debug.txt
    LABEL debug=yes
    """
  }
}
