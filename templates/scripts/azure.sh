#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Gets a token of an Azure registry from the az that a step before has signed in.
#
# Output: token, which GitHub hides in logs.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/report.sh"

host=$(jq -r .registry.host "$(dirname "${BASH_SOURCE[0]}")/images.json")
# Only asking is repeated.
for round in 1 2 3; do
  if token=$(az acr login --name "${host%%.*}" --expose-token --output tsv --query accessToken) &&
    [ -n "$token" ]; then
    # printf is part of the shell: no command line ever holds the token.
    printf '::add-mask::%s\n' "$token"
    printf 'token=%s\n' "$token" >>"${GITHUB_OUTPUT:-/dev/stdout}"
    exit 0
  fi
  if [ "$round" != 3 ]; then sleep "${WFGEN_BACKOFF:-2}"; fi
done
refuse "$host gives no token: may the identity pull from it and push to it (AcrPull, AcrPush)?"
