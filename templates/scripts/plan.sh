#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Decides, image by image, what this run has to do, from the commit at the tip of the branch and
# from what the registry holds; never from the event that started the run. Runs in a checkout of
# the tip.
#
# WFGEN_STAGE, WFGEN_TASK  what is planned; the task may be empty
# EVENT, REBUILD, PARENTS  the event's name; stale or all; exact or published
# UPSTREAM_RUN             ID.ATTEMPT of the run whose completion started this one, or empty
# Outputs: sha; one for each build job, a list of {image, tag, seen}; promote; errors (for the
# promote job); run and digest of a task; outlook: works, waits, fails or idle, in one word.
set -euo pipefail

# Whether the workflow signs in with a password that is not there; http.sh takes it out of reach.
if [ -z "${REGISTRY_PASSWORD-none}" ]; then lacks_password=yes; else lacks_password=; fi
source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"
source "$(dirname "${BASH_SOURCE[0]}")/content.sh"

work=$http_dir
content_tags "$images_json" HEAD >"$work/lines"
refuse_outdated "$images_json" "$work/lines"
jq -Rs -L "$scripts" 'include "images"; content_tags' "$work/lines" >"$work/tags"

# What has to be known: the images of the stage and their parents; the image of a task.
jq -L "$scripts" --slurpfile tags "$work/tags" 'include "images"; . as $data | $tags[0] as $tags
  | [(.images[] | select(.stage == env.WFGEN_STAGE)
      | questions($data; $tags; env.EVENT; env.PARENTS)),
     task_questions($tags)] | unique' \
  "$images_json" >"$work/questions"
registry_answers "$work/questions" >"$work/told"

# decide ACTIVE: the decision, given the workflow files that have a run under way.
decide() {
  jq -n --slurpfile data "$images_json" --slurpfile tags "$work/tags" \
    --slurpfile answers "$work/told" --argjson active "$1" 'env
    | {data: $data[0], tags: $tags[0], answers: $answers[0], $active, stage: .WFGEN_STAGE,
       task: (.WFGEN_TASK | if . == "" then null else . end), event: .EVENT,
       rebuild: (.REBUILD // "stale"), parents: (.PARENTS // "exact"),
       upstream_run: ([.UPSTREAM_RUN // "" | select(test("\\A[0-9]+\\.[0-9]+\\z"))][0])}' |
    jq -L "$scripts" -f "$scripts/decide.jq" >"$work/decision"
}

# active_workflows: prints the JSON list of workflow files that `decide` is given. Not knowing is
# no reason to call a workflow idle: the plan ends there.
active_workflows() {
  jq -c -L "$scripts" 'include "active"; activity_requests' "$images_json" >"$work/run.json"
  fetch run
  (cd "$work" && read_bodies run)
  jq -L "$scripts" --slurpfile got "$work/run.got" --slurpfile bodies "$work/run.bodies" \
    'include "active"; activity_failures($got[0]; $bodies | from_entries)' \
    "$work/run.json" >"$work/failures"
  if [ "$(jq length "$work/failures")" != 0 ]; then
    annotate_all error <"$work/failures" >&2
    exit 1
  fi
  jq -L "$scripts" --slurpfile bodies "$work/run.bodies" \
    'include "active"; active($bodies | from_entries)' "$work/run.json"
}

decide '[]'
# Only when something is missing does it matter whether somebody is about to build it. The registry
# is asked again after that: a run that has just ended may have pushed it between both questions.
if jq -e .depends_on_active "$work/decision" >/dev/null; then
  active_workflows >"$work/active"
  registry_answers "$work/questions" >"$work/told"
  decide "$(cat "$work/active")"
fi

# What the promote job gets must fit into one variable of its environment.
jq --arg sha "$(git rev-parse HEAD)" --slurpfile data "$images_json" '
  def bounded: map(if length > 1000 then .[0:1000] + "…" else . end)
    | if length > 20 then .[0:20] + ["\(length - 20) more: see the plan job"] else . end;
  .errors |= bounded | .jobs as $jobs
  | ($data[0].stages[env.WFGEN_STAGE].jobs // {} | with_entries(.value = ($jobs[.key] // [])))
    + {$sha, promote, run, digest: (.image | split("@")[1]), errors,
      outlook: (if .halt or .errors + .warnings != [] then "fails" elif .waits != [] then "waits"
        elif .promote or .run then "works" else "idle" end)}
  | map_values(if . == null then "" else tostring end)' "$work/decision" | outputs

jq --slurpfile tags "$work/tags" '[["image", "content tag", "state", "action", "reason"]]
  + (.images // {} | to_entries | map([.key, $tags[0][.key], .value.state,
      .value.action + (if .value.forced then " (forced)" else "" end), .value.reason]))' \
  "$work/decision" | table
if [ -n "${WFGEN_TASK:-}" ]; then
  jq '[["task", "runs", "in", "reason"], [env.WFGEN_TASK, .run, .image, .reason]]' \
    "$work/decision" | table
fi
jq '.waits | map("\(.image) waits for \(.workflow), whose end will start this workflow again")' \
  "$work/decision" | annotate_all notice
jq .warnings "$work/decision" | annotate_all warning

# A push by Dependabot, which its merge is, has no other secrets; runs that follow it have all.
if [ -n "$lacks_password" ] && [ "${GITHUB_ACTOR:-}" = 'dependabot[bot]' ] &&
  [ "$EVENT" = push ] &&
  jq -e '.halt or .promote or .run or any(.jobs[]; . != [])' "$work/decision" >/dev/null; then
  jq .errors "$work/decision" | annotate_all error
  refuse "there is no password for $REGISTRY_HOST: GitHub gives runs of Dependabot the Dependabot\
 secrets alone, so store it among the repository's Dependabot secrets, too, and run all jobs again"
fi

# Nothing is done on a guess. Otherwise what can be built and promoted is, and the promote job ends
# in the errors.
if jq -e .halt "$work/decision" >/dev/null; then
  jq .errors "$work/decision" | annotate_all error
  exit 1
fi
jq .errors "$work/decision" | annotate_all warning
