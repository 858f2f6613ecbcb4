#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Looks again, just before an image is built: somebody may have been faster, and its parents may
# have been rebuilt since the plan. Names the exact parents to build on. Runs in a checkout of the
# planned commit.
#
# IMAGE, TAG, SEEN  from the plan; SEEN is the digest that a forced build replaces, or empty
# LACKING           the names of the build's secrets that this run does not get, if there are any
# EVENT, PARENTS    as for plan.sh; WFGEN_ARG_NAME: the value of the volatile build arg NAME
# Outputs: build, and when it is true the tag that is pushed and the inputs of the build step:
# reference, context, file, target, platforms, and the lists build-args, build-contexts,
# annotations, labels, cache-from and cache-to.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"
source "$(dirname "${BASH_SOURCE[0]}")/content.sh"

work=$http_dir
content_tags "$images_json" HEAD >"$work/lines"
jq -Rs -L "$scripts" 'include "images"; content_tags' "$work/lines" >"$work/tags"
jq --arg image "$IMAGE" '.images[] | select(.name == $image)' "$images_json" >"$work/image"
if [ ! -s "$work/image" ]; then refuse "images.json has no image '$IMAGE'"; fi
file=$(jq -r .dockerfile "$work/image")
tag=$(jq -r --arg image "$IMAGE" '.[$image]' "$work/tags")
if [ "$tag" != "$TAG" ]; then
  refuse "this checkout makes $IMAGE:$tag, not the planned $TAG: its tag would lie"
fi
refuse_outdated "$images_json" "$work/lines"
# Early enough here: the Dockerfile is in the tag, so an image whose FROM or COPY has been edited is
# missing, and no plan calls it fresh before a build has come by this place.
# By redirection: awk would take v=1/Dockerfile for an assignment and -x/Dockerfile for options.
structure=$(LC_ALL=C awk -f "$scripts/structure.awk" <"$file" | "${sha256[@]}")
if [ "${structure%% *}" != "$(jq -r .structure "$work/image")" ]; then
  refuse "$file has been changed in what it builds on or takes in: run 'wfgen generate'"
fi
link=$(jq -Rr 'split("\t") | select(.[0] == env.IMAGE) | .[2] // ""' "$work/lines")
if [ -n "$link" ]; then
  refuse "the symbolic link $link leads $IMAGE to files that are not known: run 'wfgen generate'"
fi

# An image alone, its parents being those of another stage.
jq -L "$scripts" --slurpfile tags "$work/tags" 'include "images"; . as $data
  | [image(env.IMAGE) | questions($data; $tags[0]; "schedule"; env.PARENTS)] | unique' \
  "$images_json" >"$work/questions"
registry_answers "$work/questions" >"$work/told"
jq -n --slurpfile data "$images_json" --slurpfile tags "$work/tags" --slurpfile told "$work/told" '
  env | .IMAGE as $name | {stage: "it", task: null, event: .EVENT, rebuild: "stale",
    parents: (.PARENTS // "exact"), active: [], upstream_run: null,
    tags: $tags[0], answers: $told[0],
    data: ($data[0] | .tasks = [] | .images |= map(.stage = (if .name == $name then "it"
        else "others" end))
      | .stages = {it: {workflow: "", name: "", upstream: ["others"], jobs: {build: [$name]}},
          others: {workflow: "", name: "", upstream: [], jobs: {}}})}' |
  jq -L "$scripts" -f "$scripts/decide.jq" >"$work/decision"

reference=$(jq -r --arg tag "$TAG" '"\(.repository):\($tag)"' "$work/image")
now=$(jq -r --arg reference "$reference" '.[$reference].digest // ""' "$work/told")
action=$(jq -r --arg image "$IMAGE" '.images[$image].action // "fail"' "$work/decision")
reason=$(jq -r --arg image "$IMAGE" '.errors[0] // .images[$image].reason' "$work/decision")
case $action in
  build | none) ;;
  *) refuse "$IMAGE cannot be built: $reason" ;;
esac
# A forced build replaces what its plan saw, and nothing that came later.
if [ "$action" = none ] && { [ -z "$SEEN" ] || [ "$now" != "$SEEN" ]; }; then
  echo "$reference is there already: $reason"
  echo '{"build": "false"}' | outputs
  exit 0
fi
# A push by Dependabot, which its merge is, has no other secrets.
if [ -n "${LACKING:-}" ] && [ "${GITHUB_ACTOR:-}" = 'dependabot[bot]' ] &&
  [ "$EVENT" = push ]; then
  refuse "the build of $IMAGE would lack ${LACKING% }: GitHub gives runs of Dependabot the\
 Dependabot secrets alone, so store it among the repository's Dependabot secrets, too, and run all\
 jobs again"
fi

jq -L "$scripts" --slurpfile tags "$work/tags" --slurpfile told "$work/told" 'include "images";
  . as $data | [image(env.IMAGE) | resolved($data; $tags[0]; $told[0]; env.PARENTS)]' \
  "$images_json" >"$work/bases"
problem=$(jq -r '[.[].problem // empty] | join(", ")' "$work/bases")
if [ -n "$problem" ]; then refuse "$IMAGE cannot be built: $problem"; fi
# Where tags are immutable, what is there keeps its tag, and the next counter is pushed.
reference=$(jq -r --arg reference "$reference" '.[$reference].next // $reference' "$work/told")
jq -L "$scripts" --slurpfile bases "$work/bases" --arg tag "$TAG" --arg reference "$reference" \
  --arg sha "$(git rev-parse HEAD)" \
  'include "images"; build_inputs($bases[0]; $tag; $sha)
    + {build: "true", $reference, tag: ($reference | split(":") | last)}' \
  "$work/image" | outputs
echo "$reference is to be built: $reason"
