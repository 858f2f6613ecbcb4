internal import Workflows

/// The actions that generated workflows use, each pinned to the commit of a release.
///
/// The commits were read from the actions' own tags; where a newer release is pinned in a well-kept
/// project's workflows, that one. Dependabot and Renovate may move them in a generated file.
extension ActionPin {
  static let checkout = ActionPin(
    "actions/checkout", "v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1")
  static let setupBuildx = ActionPin(
    "docker/setup-buildx-action", "v4.2.0", "bb05f3f5519dd87d3ba754cc423b652a5edd6d2c")
  static let setupQemu = ActionPin(
    "docker/setup-qemu-action", "v4.2.0", "96fe6ef7f33517b61c61be40b68a1882f3264fb8")
  static let login = ActionPin(
    "docker/login-action", "v4.6.0", "dbcb813823bdd20940b903addbd779551569679f")
  static let buildPush = ActionPin(
    "docker/build-push-action", "v7.3.0", "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a")
  static let awsCredentials = ActionPin(
    "aws-actions/configure-aws-credentials", "v6.2.3", "e6de054238d6b7531b4efff3b6587d9aade6a06c")
  static let ecrLogin = ActionPin(
    "aws-actions/amazon-ecr-login", "v2.1.7", "03f1aad4c6c7ffd436567f42f9384779290529bd")
  static let googleAuth = ActionPin(
    "google-github-actions/auth", "v3.0.0", "7c6bc770dae815cd3e89ee6cdf493a5fab2cc093")
  static let azureLogin = ActionPin(
    "Azure/login", "v3.0.1", "f5d393ae46f8fde4be8b75f32e3fc50e654ad0ca")

  /// All of them.
  static let all = [
    checkout, setupBuildx, setupQemu, login, buildPush, awsCredentials, ecrLogin, googleAuth,
    azureLogin,
  ]
}
