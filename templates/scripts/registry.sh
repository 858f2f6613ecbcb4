# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR
# Questions to registries, hundreds at once, and the moving of tags. Sourced. http.sh does the
# sending; registry.jq says what to ask and reads the answers.

source "$(dirname "${BASH_SOURCE[0]}")/http.sh"

# Statuses that mean "no such manifest": some registries say 403 of what does not exist.
export WFGEN_ABSENT=${WFGEN_ABSENT:-404}

# registry_answers FILE [ACTIONS]: what the registries say of each reference in the JSON list FILE:
# {reference: {"status": "present", "digest", "bases", "run"} | {"status": "absent"}
#   | {"status": "unknown", "reason"}}. ACTIONS is what tokens are asked for, `pull` by default.
registry_answers() {
  jq -L "$here" 'include "registry"; references' "$1" >"$http_dir/references"
  (
    cd "$http_dir" || exit
    export WFGEN_ACTIONS=${2:-pull}
    ask probe probe_requests
    told probe challenged >next && mv next references
    ask token token_requests
    told token authorized >next && mv next references
    # The tokens join the credentials that http.sh holds; they pass through no shell variable.
    jq 'with_entries(.value = "Bearer \(.value | .token // .access_token)")' token.bodies |
      jq -s add auth.json - >next && mv next auth.json
    ask manifest manifest_requests
    told manifest answers
  )
}

# registry_move FILE: puts manifests, as the last registry_answers got them, at other tags:
# FILE is a JSON list of {from, to}, both references of one repository that were asked for with
# `pull,push`. Prints {to: "" or the reason why it was refused}. Bytes, so also digests, are kept.
registry_move() {
  cp "$1" "$http_dir/moves"
  (
    cd "$http_dir" || exit
    told manifest move_requests >put.json
    fetch put
    told manifest moved
  )
}

# ask NAME FUNCTION: sends the requests that FUNCTION of registry.jq makes of the references.
# Leaves NAME.got, NAME.bodies ({ID: JSON object}, of status 200; what is no JSON object is left
# out) and NAME.hashes ({ID: digest}, where the registry named none).
ask() {
  jq -c -L "$here" "include \"registry\"; $2" references >"$1.json"
  fetch "$1"
  jq -r 'to_entries[] | select(.value | .code == 200 and .error == "") | .key + ".body"' \
    "$1.got" >"$1.list"
  # All in one process; when one answer breaks that, one by one.
  { bodies <"$1.list" || bodies -n 1 <"$1.list" || true; } 2>/dev/null | jq -s from_entries \
    >"$1.bodies"
  jq -r 'to_entries[] | select(.value | .code == 200
    and .headers["docker-content-digest"] == null) | .key' "$1.got" |
    while IFS= read -r id; do
      if [ -f "$id.body" ]; then echo "$id sha256:$(sha256 <"$id.body")"; fi
    done | jq -R 'split(" ") | {key: .[0], value: .[1]}' | jq -s from_entries >"$1.hashes"
}

bodies() {
  xargs "$@" jq -c '{key: (input_filename | rtrimstr(".body")), value: (objects
    | {schemaVersion, mediaType, annotations, token, access_token})}' /dev/null
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c 1-64
}

# told NAME FUNCTION: what FUNCTION of registry.jq makes of the references and of what came back
# for NAME (and of the moves, once there are any).
told() {
  touch moves put.got
  jq -c -L "$here" --slurpfile got "$1.got" --slurpfile bodies "$1.bodies" \
    --slurpfile hashes "$1.hashes" --slurpfile moves moves --slurpfile put put.got \
    "include \"registry\"; {got: \$got[0], bodies: \$bodies[0], hashes: \$hashes[0],
      moves: \$moves[0], put: \$put[0]} as \$told | $2(\$told)" references
}
