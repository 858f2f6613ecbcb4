import FoundationEssentials

/// What stands in for Python's image: a shell, and installers that read what was copied.
///
/// The Dockerfiles of the fixtures stay as they are. `pip` writes the names and contents of all
/// copied files where Python would have its packages, so whatever a `RUN` could read reaches its
/// layer; `apt-get` installs nothing.
enum PublicBase {
  /// Makes the image under all these names.
  static func build(as names: [String], with builder: Builder) async throws {
    let folder = builder.workshop.root + "/base"
    let programs = folder + "/root/usr/local/bin"
    try FileManager.default.createDirectory(
      atPath: programs, withIntermediateDirectories: true)
    try await builder.workshop.tool(["sh", "-c", copyOfTools], in: folder)
    for (name, script) in [("pip", pip), ("apt-get", "#!/bin/sh\n")] {
      try Data(script.utf8).write(to: URL(filePath: "\(programs)/\(name)"))
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(programs)/\(name)")
    }
    try Data(dockerfile.utf8).write(to: URL(filePath: folder + "/Dockerfile"))
    let id = try await builder.build(folder + "/Dockerfile", context: folder, as: names[0])
    for name in names.dropFirst() { try await builder.tag(id, as: name) }
  }

  /// `LAMBDA_TASK_ROOT` is what AWS's images set.
  private static let dockerfile = """
    FROM scratch
    ENV PATH=/usr/local/bin:/bin LAMBDA_TASK_ROOT=/var/task
    COPY root /

    """

  /// Tools of this machine, with the libraries that they need.
  private static let copyOfTools = """
    set -e
    mkdir -p root/bin
    for name in sh cat mkdir; do
      file=$(command -v "$name")
      cp -L "$file" "root/bin/$name"
      for library in $(ldd "$file" | grep -o '/[^ ]*'); do
        mkdir -p "root${library%/*}"
        cp -L "$library" "root$library"
      done
    done
    """

  /// The glob sorts, so the text depends on nothing but what there is.
  private static let pip = """
    #!/bin/sh
    list() {
      for file in "$1"/*; do
        if [ -d "$file" ]; then list "$file"; continue; fi
        if [ -x "$file" ]; then echo "can be run:"; fi
        if [ -e "$file" ]; then echo "$file"; cat "$file"; fi
      done
    }
    packages=/usr/local/lib/python3.11/site-packages
    mkdir -p "$packages"
    { echo "$@"; for folder in /tmp /opt /app /workspace; do list "$folder"; done; } \\
      >>"$packages/installed"

    """
}
