#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Builds images one after the other for a pull request and publishes none: what others in this job
# are built on goes into a registry on the machine itself, which ends with the job. An image that
# fails stops its own descendants alone. Runs in a checkout of the commit that was planned.
#
# IMAGES    a JSON list of names, parents before children
# LOOPBACK  host and port of that registry
# NETWORK   `host` when RUN lines may use the runner's network
# WFGEN_ARG_NAME  the value of the volatile build arg NAME
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"
source "$(dirname "${BASH_SOURCE[0]}")/content.sh"

work=$http_dir
content_tags "$images_json" HEAD >"$work/lines"
jq -Rs -L "$scripts" 'include "images"; content_tags' "$work/lines" >"$work/tags"
jq -L "$scripts" --slurpfile tags "$work/tags" 'include "images"; . as $data
  | (env.IMAGES | fromjson) as $names
  | [$names[] as $name | image($name) | parents($data; $tags[0])
      | select((.parent.external | not) and (.parent.image as $one | $names | index([$one]) | not))
      | .reference] | unique' "$images_json" >"$work/questions"
registry_answers "$work/questions" >"$work/told"
echo '{}' >"$work/built"
: >"$work/rows"

# of NAME FILTER: what the filter finds in the image, with {policy, pushes} added to it.
of() {
  jq -r --arg name "$1" '(env.IMAGES | fromjson) as $names
    | ([."pull-request".images[] | select(.name == $name)][0]) as $policy
    | any(.images[] | select(.name as $one | $names | index([$one])) | .parents[].image;
        . == $name) as $pushes
    | .images[] | select(.name == $name) | . + {$policy, $pushes} | '"$2" "$images_json"
}

# row NAME RESULT SECONDS: a line of the summary.
row() {
  jq -nc '$ARGS.positional' --args "$1" "$2" "$3" "$(df -Pk / |
    awk 'NR == 2 { print int($4 / 1048576) }') GB" >>"$work/rows"
}

# unfit NAME: why its build would not be that of its content tag, if there is a reason.
unfit() {
  local file structure link
  file=$(of "$1" .dockerfile)
  # By redirection: awk would take v=1/Dockerfile for an assignment and -x/Dockerfile for options.
  structure=$(LC_ALL=C awk -f "$scripts/structure.awk" <"$file" | "${sha256[@]}")
  link=$(jq -Rr --arg name "$1" 'split("\t") | select(.[0] == $name) | .[2] // ""' "$work/lines")
  if [ "${structure%% *}" != "$(of "$1" .structure)" ]; then
    echo "$file has been changed in what it builds on or takes in: run 'wfgen generate'"
  elif [ -n "$link" ]; then
    echo "the symbolic link $link leads $1 to files that are not known: run 'wfgen generate'"
  fi
}

# build NAME: builds it, within the minutes of its tier. Called where `set -e` does not hold.
build() {
  local quoted arguments limited=() output=type=cacheonly place='' context
  if ! POLICY=$(of "$1" .policy.cleanup) WHEN=before MINIMUM_GB=$(of "$1" \
    '.policy."minimum-free-disk"') IMAGE=$1 GITHUB_OUTPUT=/dev/null bash "$scripts/disk.sh"; then
    return 1
  fi
  quoted=$(jq -r -L "$scripts" --slurpfile tags "$work/tags" --slurpfile told "$work/told" \
    --slurpfile built "$work/built" --arg name "$1" 'include "images"; include "pull";
      . as $data | image($name)
    | build_command($data; $tags[0]; $told[0]; $built[0]) | @sh' "$images_json") || return 1
  # Words that jq has quoted for the shell.
  eval "arguments=($quoted)"
  if [ "$(of "$1" .pushes)" = true ]; then
    place=$LOOPBACK/$(of "$1" '.repository | sub("\\A[^/]*/"; "")')
    output=type=image,name=$place:$(jq -r --arg name "$1" '.[$name]' "$work/tags"),push=true
  fi
  if [ "${NETWORK:-}" = host ]; then
    arguments+=(--network host --allow network.host)
  fi
  context=$(of "$1" .context)
  # One that begins with a dash would be read as an option of docker.
  case $context in -*) context=./$context ;; esac
  if command -v timeout >/dev/null; then
    limited=(timeout -k 30 "$(of "$1" '.policy.timeout * 60')")
  fi
  rm -f "$work/metadata"
  ${limited[@]+"${limited[@]}"} docker buildx build "${arguments[@]}" --output "$output" \
    --metadata-file "$work/metadata" "$context" </dev/null || return 1
  if [ "$output" != type=cacheonly ]; then
    jq --slurpfile metadata "$work/metadata" --arg name "$1" --arg place "$place" '
      .[$name] = "\($place)@\($metadata[0]."containerimage.digest")"' "$work/built" >"$work/next" &&
      mv "$work/next" "$work/built"
  fi
}

failed=' '
while IFS= read -r image <&3; do
  lacking=$(jq -r --arg name "$image" --arg failed "$failed" '[.images[] | select(.name == $name)
    | .parents[].image // empty | select(" \(.) " as $one | $failed | contains($one))][0] // ""' \
    "$images_json")
  problem=$(unfit "$image")
  began=$SECONDS
  if [ -n "$lacking" ]; then
    failed="$failed$image "
    row "$image" "not built: $lacking failed" ''
  elif [ -n "$problem" ]; then
    failed="$failed$image "
    annotate error "$problem"
    row "$image" "not built: $problem" ''
  else
    echo "::group::Build $image"
    result=built
    build "$image" || result=failed
    echo '::endgroup::'
    if [ "$result" = failed ]; then
      failed="$failed$image "
      annotate error "$image cannot be built: see above what its build says"
    fi
    row "$image" "$result" "$((SECONDS - began))"
  fi
done 3< <(jq -rn 'env.IMAGES | fromjson | .[]')

jq -s '[["image", "result", "seconds", "disk free"]] + .' "$work/rows" | table
[ "$failed" = ' ' ]
