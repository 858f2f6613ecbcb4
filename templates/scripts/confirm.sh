#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Ends only when the registry shows what was just pushed: the completion of this job starts the next
# stage at once, and that must not read the old state.
#
# IMAGE, TAG, DIGEST  what was pushed; WFGEN_DEADLINE: seconds to wait, 120 by default
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"

reference=$(jq -r --arg image "$IMAGE" --arg tag "$TAG" \
  '.images[] | select(.name == $image) | "\(.repository):\($tag)"' "$images_json")
if [ -z "$reference" ]; then refuse "images.json has no image '$IMAGE'"; fi
case $DIGEST in
  sha256:*) ;;
  *) refuse "the build step named no digest of $IMAGE" ;;
esac

pause=1
until
  jq -n --arg reference "$reference" '[$reference]' >"$http_dir/confirm"
  registry_answers "$http_dir/confirm" >"$http_dir/confirmed"
  seen=$(jq -r '.[] | .digest // .reason // .status' "$http_dir/confirmed")
  [ "$seen" = "$DIGEST" ]
do
  if [ "$((SECONDS + pause))" -gt "${WFGEN_DEADLINE:-120}" ]; then
    refuse "$reference does not show $DIGEST after $SECONDS s; the registry says: $seen"
  fi
  sleep "$pause"
  if [ "$pause" -lt 8 ]; then pause=$((pause * 2)); fi
done
echo "$reference is $DIGEST, shown after $SECONDS s"
