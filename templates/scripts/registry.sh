# shellcheck shell=bash
# shellcheck source-path=SCRIPTDIR
# Questions to registries, hundreds at once, and the moving of tags. Sourced. http.sh does the
# sending; registry.jq says what to ask and reads the answers.

source "$(dirname "${BASH_SOURCE[0]}")/http.sh"

# The command that hashes, in its words.
if command -v sha256sum >/dev/null; then sha256=(sha256sum); else sha256=(shasum -a 256); fi

# registry_answers FILE [ACTIONS]: what the registries say of each reference in the JSON list FILE:
# {reference: {"status": "present", "digest", "bases", "run"} | {"status": "absent"}
#   | {"status": "unknown", "reason"}}. ACTIONS is what tokens are asked for, `pull` by default.
# Where tags are immutable, a content tag stands for the highest of its counters, `at`; a build
# would push the one called `next`.
registry_answers() {
  jq -L "$scripts" 'include "registry"; references' "$1" >"$http_dir/references"
  (
    cd "$http_dir" || exit
    export WFGEN_ACTIONS=${2:-pull}
    ask probe probe_requests
    advance probe challenged
    ask token token_requests
    if [ "$(<token.json)" != '[]' ]; then
      read_bodies token
      advance token authorized
      # The tokens join the credentials that http.sh holds; they pass through no shell variable.
      jq --slurpfile tokens token.bodies '. + ($tokens | map(.value |= "Bearer "
        + (.token // .access_token // "")) | from_entries)' auth.json >next
      mv next auth.json
    fi
    ask manifest manifest_requests
    counters
    read_bodies manifest
    if [ -s manifest.list ]; then xargs "${sha256[@]}" <manifest.list >manifest.hashes; fi
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
    read_bodies put
    told manifest moved
  )
}

# counters: asks for more counters of content tags until the highest of each is known. Twice as far
# each time, and then by halves: a few rounds, however often an image was built.
counters() {
  while [ "$WFGEN_IMMUTABLE" = true ]; do
    told manifest further >wanted
    if [ "$(<wanted)" = '[]' ]; then break; fi
    jq -c -L "$scripts" 'include "registry"; manifest_requests' wanted >more.json
    jq -c -s add references wanted >next
    mv next references
    fetch more
    jq -c -s add manifest.got more.got >next
    mv next manifest.got
  done
}

# ask NAME FUNCTION: sends the requests that FUNCTION of registry.jq makes of the references.
# Leaves NAME.got; nothing is known yet of NAME.bodies and NAME.hashes, lines of "SHA-256  ID.body".
ask() {
  jq -c -L "$scripts" "include \"registry\"; $2" references >"$1.json"
  rm -f ./"$1"-*.body
  fetch "$1"
  : >"$1.bodies"
  : >"$1.hashes"
}

# read_bodies NAME: what we read of the answers to NAME that hold a JSON object, as NAME.bodies, a
# stream of {key: ID, value: {…}}: of what is there, and of why something was refused. The names
# of the files with status 200: NAME.list.
read_bodies() {
  jq -r 'to_entries[] | select(.value | .code == 200 and .error == "") | .key + ".body"' \
    "$1.got" >"$1.list"
  jq -r 'to_entries[] | select(.value | .code >= 200 and .code != 404 and .error == "")
    | .key + ".body"' "$1.got" >"$1.read"
  # All in one process; when one answer breaks that, one by one.
  if ! bodies <"$1.read" >"$1.bodies" 2>/dev/null; then
    bodies -n 1 <"$1.read" >"$1.bodies" 2>/dev/null || true
  fi
}

bodies() {
  xargs "$@" jq -c '{key: (input_filename | rtrimstr(".body")), value: (objects
    | {schemaVersion, mediaType, annotations, token, access_token,
       said: (try (.errors[0] | [.code, .message] | map(strings) | join(": ")) catch null),
       runs: (try (.workflow_runs | map(.id)) catch null)})}' /dev/null
}

# advance NAME FUNCTION: what is told becomes the references.
advance() {
  told "$1" "$2" >next
  mv next references
}

# told NAME FUNCTION: what FUNCTION of registry.jq makes of the references and of what came back
# for NAME (and of the moves, once there are any).
told() {
  touch moves put.got put.bodies
  jq -c -L "$scripts" --slurpfile got "$1.got" --slurpfile bodies "$1.bodies" \
    --rawfile hashes "$1.hashes" --slurpfile moves moves --slurpfile put put.got \
    --slurpfile refusals put.bodies \
    "include \"registry\"; {got: \$got[0], bodies: (\$bodies | from_entries),
      hashes: (\$hashes | hashes), moves: \$moves[0], put: \$put[0],
      refusals: (\$refusals | from_entries)} as \$told
      | $2(\$told)" references
}
