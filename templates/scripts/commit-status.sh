#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Sets the status that GitHub shows beside the planned commit. Runs in a checkout of that commit, in
# the only job whose token may write statuses.
#
# CONTEXT     the name of the status
# SHA         the planned commit; empty when the plan did not get that far
# RESULTS     how the jobs before this one ended, separated by spaces
# OUTLOOK     from the plan: works, waits, fails or idle
# WFGEN_TASK  the task of the workflow, or empty
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
source "$(dirname "${BASH_SOURCE[0]}")/http.sh"

state=success text='up to date'
if [ -n "${WFGEN_TASK:-}" ]; then text='has run'; fi
case "$OUTLOOK" in
  waits) state=pending text='waits for another workflow, whose end starts this one again' ;;
  fails) state=failure text='cannot go on by itself: see the run' ;;
esac
case " $RESULTS " in
  *' failure '*) state=failure text='failed: see the run' ;;
  *' cancelled '*) state=error text='was cancelled, or a newer run took its place' ;;
esac
# A task with nothing to do has run before, or nothing has called for it: what was said of it stays.
if [ "$OUTLOOK/$state" = idle/success ] && [ -n "${WFGEN_TASK:-}" ]; then
  echo "$WFGEN_TASK has nothing to do, so the status stays as it is"
  exit 0
fi

commit=${SHA:-$(git rev-parse HEAD)}
jq -n --arg state "$state" --arg text "$text" 'env
  | {$state, description: $text, context: .CONTEXT, target_url:
      "\(.GITHUB_SERVER_URL)/\(.GITHUB_REPOSITORY)/actions/runs/\(.GITHUB_RUN_ID)"}' \
  >"$http_dir/body"
jq -n --arg commit "$commit" '[{id: "set", auth: "github", post: "body",
  accept: ["application/vnd.github+json"],
  url: "\(env.GITHUB_API_URL)/repos/\(env.GITHUB_REPOSITORY)/statuses/\($commit)"}]' \
  >"$http_dir/set.json"
fetch set
problem=$(jq -r '.set | if .error != "" then .error elif .code == 201 then ""
  else "HTTP \(.code)" end' "$http_dir/set.got")
if [ -n "$problem" ]; then refuse "GitHub does not take the status of $commit: $problem"; fi
echo "$CONTEXT is $state: $text"
