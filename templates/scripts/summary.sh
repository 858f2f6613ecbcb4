#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Says in the job summary what a build job did. Every cell is measured, or says `unknown`.
#
# IMAGE, TAG               the image and its content tag
# BUILD                    the output of look.sh: `false` when there was nothing to build
# DIGEST, METADATA         outputs of the build step; empty when it did not get that far
# DISK_BEFORE, DISK_AFTER  outputs `free-gb` of disk.sh
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/report.sh"

# What BuildKit recorded of this build. Without its reference the newest record of the builder would
# be shown, which may be that of another build.
build=$(jq -rn 'env.METADATA // "" | try fromjson catch null | objects
  | .["buildx.build.ref"] // "" | split("/") | last // ""' 2>/dev/null || true)
record=
if [ -n "$build" ]; then
  record=$(docker buildx history inspect --format json "$build" 2>/dev/null || true)
fi

jq -n --arg record "$record" '
  def known: if . == null or . == "" then "unknown" else . end;
  def gb: if . == null or . == "" then "unknown" else . + " GB" end;
  ($record | try fromjson catch null | if type == "object" then . else {} end) as $r
  | env | (.BUILD != "false") as $built | [
    ["image", "content tag", "built", "digest", "seconds", "cached steps", "disk free before",
     "disk free after"],
    [.IMAGE, (.TAG | known),
     (if $built then (if (.DIGEST // "") == "" then "failed" else "yes" end) else "was there" end),
     (.DIGEST | known),
     (if $r.Duration then $r.Duration / 1000000000 | round | tostring else null end | known),
     (if ($r.NumTotalSteps // 0) > 0 and $r.NumCachedSteps != null
      then "\($r.NumCachedSteps)/\($r.NumTotalSteps)" else null end | known),
     (.DISK_BEFORE | gb), (.DISK_AFTER | gb)]]' | table

# GitHub's registry says of a package that lets this repository not write no more than "403".
if [ "${BUILD:-}" = true ] && [ -z "${DIGEST:-}" ]; then
  jq -r 'select(.registry.kind == "ghcr") | (.images[] | select(.name == env.IMAGE)) as $image
    | "If the build ends in `403 Forbidden` or `denied: permission_denied: write_package`, the"
      + " package of `\($image.repository)` is there and does not let `\(.repository)` write."
      + " Give it the role Write in the package\u0027s settings, under *Manage Actions"
      + " access*.\n"' \
    "$(dirname "${BASH_SOURCE[0]}")/images.json" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
fi
