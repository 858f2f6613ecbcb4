#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Decides what a run for a pull request or a merge group builds and where its tasks run, from what
# differs between the checkout and its base, and from what the registry holds. Runs in a checkout of
# the commit that GitHub has made of both sides.
#
# BASE  a folder with a checkout of the base; without one the base is the first parent of HEAD
# Outputs: builds, a list of jobs {name, runner, emulate, minutes, images}; task-NAME for each task:
# the digest of the image that it runs in, or nothing.
set -euo pipefail

# Signing in with an empty password; without anything to sign in with the variable is not there.
if [ -z "${REGISTRY_PASSWORD-none}" ]; then export LACKS_PASSWORD=yes; fi

source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"
source "$(dirname "${BASH_SOURCE[0]}")/content.sh"

work=$http_dir
content_tags "$images_json" HEAD >"$work/lines"

# The base's tags come from the base's own data. One that has none is a base without wfgen: then
# everything differs from it.
commit=HEAD^1
if [ -n "${BASE:-}" ]; then
  commit=HEAD
  export GIT_DIR=$BASE/.git
fi
: >"$work/base.lines"
if git show "$commit:.github/wfgen/images.json" >"$work/base.json" 2>/dev/null; then
  content_tags "$work/base.json" "$commit" >"$work/base.lines" || : >"$work/base.lines"
fi
unset GIT_DIR
for side in lines base.lines; do
  jq -Rs -L "$scripts" 'include "images"; content_tags' "$work/$side" >"$work/$side.tags"
done

both=(-L "$scripts" --slurpfile tags "$work/lines.tags" --slurpfile base "$work/base.lines.tags")
jq "${both[@]}" 'include "pull"; pull_questions($tags[0]; $base[0])' "$images_json" \
  >"$work/questions"
registry_answers "$work/questions" >"$work/told"
jq "${both[@]}" --slurpfile told "$work/told" \
  'include "pull"; pull_request($tags[0]; $base[0]; $told[0])' "$images_json" >"$work/decision"

jq '{builds: (.builds | tojson)}
  + (.tasks | with_entries(.key |= "task-" + .))' "$work/decision" | outputs
jq '[["image", "this run", "because"]] + .rows' "$work/decision" | table
jq '[["tasks", ""]] + [.tasks | to_entries[]
  | [.key, if .value == "" then "does not run" else "runs in \(.value)" end]]
  | if length > 1 then . else empty end' "$work/decision" | table
# Nothing to say of images is an answer, too.
if [ "$(jq '.rows | length' "$work/decision")" = 0 ]; then
  echo 'no image is made of what has changed'
fi
jq .notices "$work/decision" | annotate_all notice
jq -r '.notices[] | "- " + .' "$work/decision" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"

# An ignore file is in no tag: nothing would be built after its edit, and main's plan would stop.
jq -Rrs --rawfile base "$work/base.lines" '
  def stale: split("\n") | map(split("\t") | .[3] // "" | select(. != "")) | unique;
  (stale - ($base | stale))[]
  | "\(.) is not what it was when the images'"'"' files were listed: run '"'wfgen generate'"'"' \
  "$work/lines" | jq -Rs 'split("\n") | map(select(. != ""))' >"$work/stale"
jq --slurpfile stale "$work/stale" '$stale[0] + .errors' "$work/decision" >"$work/errors"
annotate_all error <"$work/errors"
[ "$(jq length "$work/errors")" = 0 ]
