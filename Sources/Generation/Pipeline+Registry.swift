internal import Manifest
internal import SourceText

/// How generated workflows reach the registry.
extension Pipeline {
  /// Expressions that give a user and a password.
  struct Credentials {
    let user: String
    let password: String
  }

  /// How the registry is reached.
  var access: RegistryAccess { project.manifest.access }

  /// Whether the registry takes GitHub's own token.
  var usesToken: Bool { access.login == .token }

  /// What the scripts sign in with; `nil` where nobody has to. Steps of the same job make those of a
  /// cloud.
  var credentials: Credentials? {
    switch access.login {
    case .nobody: return nil
    case .token:
      return Credentials(user: "${{ github.actor }}", password: "${{ secrets.GITHUB_TOKEN }}")
    case .secrets(let user, let password):
      if access.kind == .ecr { return amazonCredentials }
      return Credentials(user: "${{ vars.\(user) }}", password: "${{ secrets.\(password) }}")
    case .aws: return amazonCredentials
    case .google:
      return Credentials(
        user: "oauth2accesstoken", password: "${{ steps.cloud.outputs.access_token }}")
    case .azure:
      // The user that says "the password is a token to be traded for others": Azure's
      // documentation "Authenticate with an Azure container registry", `--expose-token`.
      return Credentials(
        user: "00000000-0000-0000-0000-000000000000",
        password: "${{ steps.registry-token.outputs.token }}")
    }
  }

  /// What signs in where no step can have run before: a task's container. `nil` where nothing does.
  var credentialsWithoutSteps: Credentials? {
    switch access.login {
    case .secrets where access.kind == .ecr: nil
    case .secrets, .token: credentials
    case .nobody, .aws, .google, .azure: nil
    }
  }

  /// What amazon-ecr-login leaves: in the names of its outputs, whatever is neither letter, digit nor
  /// `_` in the host is a `_`, a run of it one alone.
  private var amazonCredentials: Credentials {
    var name = ""
    for character in access.host {
      let isKept = character.isASCII && (character.isLetter || character.isNumber)
      if isKept || character == "_" {
        name.append(character)
      } else if !name.hasSuffix("_") {
        name.append("_")
      }
    }
    let outputs = ["login", "login-again"].map { "steps.\($0).outputs.docker_password_\(name)" }
    // The user is the same for everybody: AWS documentation "Private registry authentication".
    return Credentials(user: "AWS", password: "${{ \(outputs.joined(separator: " || ")) }}")
  }

  /// The tags of an image that follow the branch: where tags are immutable, those alone of which the
  /// manifest says so.
  func movedTags(of image: ResolvedImage) -> [String] {
    access.hasImmutableTags && image.image.tags.isEmpty ? [] : image.tags
  }
}
