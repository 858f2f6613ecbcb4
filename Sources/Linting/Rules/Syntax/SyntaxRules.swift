extension Rule {
  /// The rules about what GitHub's parser refuses, sorted by id.
  static let syntax: [Rule] = [
    absentKey,
    contradictoryInput,
    duplicateKey,
    idleMatrix,
    impossibleFilter,
    impossibleNeeds,
    impossibleSchedule,
    invalidIdentifier,
    malformedReference,
    mergeConflict,
    missingInput,
    missingSecret,
    repeatedKey,
    severalDocuments,
    uncallableWorkflow,
    unexpectedKey,
    unexpectedShape,
    unexpectedValue,
    unknownInput,
    unknownSecret,
    unusedIgnore,
    yamlSyntax,
  ]
}

extension Example {
  /// A call that is wrong in one line, of a workflow that requires an input and a secret.
  ///
  /// - Parameter caller: The wrong call, with its mark.
  static func call(_ title: String, bad caller: String) -> Example {
    let callee = """
      on:
        workflow_call:
          inputs:
            image: {type: string, required: true}
          secrets:
            token: {required: true}
      jobs:
        a: {runs-on: ubuntu-24.04, steps: [{run: make}]}
      """
    let right = """
      on: push
      jobs:
        a:
          uses: ./.github/workflows/test.yml
          with:
            image: base
          secrets:
            token: ${{ secrets.TOKEN }}
      """
    let (here, there) = (".github/workflows/workflow.yml", ".github/workflows/test.yml")
    return Example(
      title, bad: [here: caller, there: callee], good: [here: right, there: callee])
  }
}
