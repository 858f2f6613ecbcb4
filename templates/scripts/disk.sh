#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Makes room on the runner's disk, only when there is less than asked for, and says what came of it.
#
# POLICY      none, prune, prune-all or free-disk
# WHEN        before, between or after a build, or cancelled
# MINIMUM_GB  nothing is done while at least so much is free; less after cleaning is a warning
# IMAGE       with less before a build than images.json says it needs, the build is not begun
# REMOVE      directories for free-disk, one on a line, instead of those below
# Output `free-gb`: whole GB (2^30 bytes) that are free at the end; `freed-gb`: the gain.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/report.sh"

# Docker's data and the workspace of a hosted runner are both on this file system.
free_gb() { df -Pk / | awk 'NR == 2 { print int($4 / 1048576) }'; }

short() { [ "$(free_gb)" -lt "$MINIMUM_GB" ]; }

# A clean-up that fails is worth a word but must not fail the build it was meant to help.
try() {
  echo "+ $*"
  "$@" || annotate warning "clean-up: '$*' failed"
}

# Stopped containers, unused networks, images without a name and build cache that nothing uses.
# Frees next to nothing on a fresh hosted runner; after a build it frees what the build left in the
# builder. Does not touch tagged images, volumes or anything that a running container uses.
prune() {
  try docker system prune -f
  try docker builder prune -f
}

# Everything that is left over and has no name: the same, and volumes without one, which containers
# of earlier steps leave behind. Never with -a: does not touch tagged images, such as those that the
# build has loaded or that later steps run, nor named volumes.
prune_all() {
  prune
  try docker volume prune -f
}

# Tool chains that come with a hosted runner and that image builds do not use, largest first, until
# there is enough: Android 12-14 GB, GHC 5-7, .NET 3-4, CodeQL 2-5, Swift and Miniconda 1-2 each.
# Does not touch the rest of the tool cache, packages of the system, or Docker. A path that is not
# there is passed over. On a runner of your own nothing is removed: nobody would put it back.
free_disk() {
  if [ "${RUNNER_ENVIRONMENT:-}" != github-hosted ]; then
    annotate warning "clean-up: free-disk removes nothing on a self-hosted runner"
    return
  fi
  local folder sudo=
  if [ "$(id -u)" != 0 ]; then sudo=yes; fi
  while IFS= read -r folder; do
    if ! short; then return; fi
    # Whatever REMOVE says: a whole tree such as /usr is never meant.
    case $folder in
      *..* | *//* | */) continue ;;
      /*/*/*) ;;
      *) continue ;;
    esac
    if [ -d "$folder" ]; then try ${sudo:+sudo -n} rm -rf -- "$folder"; fi
  done <<<"${REMOVE:-/usr/local/lib/android
/usr/local/.ghcup
/usr/share/dotnet
/opt/hostedtoolcache/CodeQL
/usr/share/swift
/usr/share/miniconda}"
  if short; then prune; fi
}

case $POLICY in
  none | prune | prune-all | free-disk) ;;
  *) refuse "there is no clean-up policy '$POLICY'" ;;
esac
case ${MINIMUM_GB:-} in
  '' | *[!0-9]*) refuse "MINIMUM_GB is a whole number of GB" ;;
esac
need=0
if [ "$WHEN" = before ] && [ -n "${IMAGE:-}" ]; then
  need=$(jq '[.images[] | select(.name == env.IMAGE) | .disk // empty][0] // 0' \
    "$(dirname "${BASH_SOURCE[0]}")/images.json")
fi

began=$(free_gb)
if short; then
  case $POLICY/$WHEN in
    none/*) ;;
    prune-all/*) prune_all ;;
    free-disk/before) free_disk ;;
    # Tool chains are gone by then, or later steps use them.
    *) prune ;;
  esac
fi
free=$(free_gb)
printf '{"free-gb": "%s", "freed-gb": "%s"}' "$free" "$((free - began))" | outputs
echo "disk ($WHEN): $free GB free, $((free - began)) GB freed in $SECONDS s"

if [ "$free" -lt "$need" ]; then
  refuse "$IMAGE needs $need GB of disk and $free GB are free, after clean-up '$POLICY'"
elif [ "$free" -lt "$MINIMUM_GB" ]; then
  annotate warning "disk ($WHEN): $free GB are free, less than the $MINIMUM_GB GB asked for;\
 clean-up '$POLICY' freed $((free - began)) GB"
fi
