#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Moves the mutable tags of a stage to what the content tags of the branch's tip hold now, and to
# nothing else: so late runs, reverts and re-runs never move a tag back. Runs in a checkout of the
# tip, made in this very job.
#
# WFGEN_STAGE       the stage
# SHA, RUN_ATTEMPT  the planned commit, and which attempt of the run this is
# ERRORS            the plan's errors, a JSON list of sentences
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"
source "$(dirname "${BASH_SOURCE[0]}")/content.sh"

work=$http_dir
tip=$(git rev-parse HEAD)
content_tags "$images_json" HEAD >"$work/lines"
refuse_outdated "$images_json" "$work/lines"
jq -Rs -L "$scripts" 'include "images"; content_tags' "$work/lines" >"$work/tags"
# Every mutable tag: {from, to}.
jq -c -L "$scripts" --slurpfile tags "$work/tags" 'include "images";
  [.images[] | select(.stage == env.WFGEN_STAGE) | reference($tags[0]) as $from
    | {from: $from, to: "\(.repository):\(.tags[])"}]' "$images_json" >"$work/wanted"
jq -c '[.[] | .from, .to] | unique' "$work/wanted" >"$work/questions"
registry_answers "$work/questions" pull,push >"$work/told"
jq -c --slurpfile told "$work/told" 'map($told[0][.from] as $from | $told[0][.to] as $to
  | .from = ($from.at // .from) | .digest = $from.digest
  | .result = if $from.status == "absent" then "left: \(.from) is not built"
      elif $from.status == "unknown" then "failed: \($from.reason)"
      elif $to.status == "unknown" then "failed: \($to.reason)"
      elif $from.digest == $to.digest then "is there" else null end)' "$work/wanted" >"$work/plan"

jq -c 'map(select(.result == null))' "$work/plan" >"$work/to-move"
registry_move "$work/to-move" >"$work/refused"
jq -c --slurpfile refused "$work/refused" 'map(.result //= ($refused[0][.to] as $why
  | if $why == "" then "moved" else "failed: \($why)" end))' "$work/plan" >"$work/results"
if jq -e '. == []' "$work/wanted" >/dev/null; then
  echo 'No tag follows the branch: nothing is moved.' | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"
fi
jq 'select(. != []) | [["tag", "holds now", "result"]] + map([.to, .digest // "", .result])' \
  "$work/results" | table
jq -r '.[] | "\(.to): \(.result)"' "$work/results"

jq -n --slurpfile results "$work/results" --slurpfile data "$images_json" --arg tip "$tip" '
  ($data[0].stages[env.WFGEN_STAGE]) as $stage
  | [($results[0][] | select(.result | startswith("failed")) | "\(.to): \(.result)"),
     (env.ERRORS // "" | if . == "" then "the errors of the plan did not arrive: GitHub drops an"
          + " output that contains the value of a secret" else fromjson | .[] end),
     (select((env.RUN_ATTEMPT | tonumber) > 1 and env.SHA != $tip)
      | "this re-run built \(env.SHA[0:12]), but \($data[0].branch) has moved on to \($tip[0:12]);"
        + " dispatch \($stage.workflow) to build that")]' >"$work/errors"
annotate_all error <"$work/errors"
[ "$(jq length "$work/errors")" = 0 ]
