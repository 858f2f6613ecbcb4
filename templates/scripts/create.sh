#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# Creates what an image is pushed to in a registry of Amazon's: the repository of the image, and
# that of its cache. One that is there is left as it is. The aws of the runner takes region and
# credentials from the environment.
#
# IMAGE  the image
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/report.sh"

# Two builds may create the cache's repository at the same time, and a role may be allowed to
# create what it may not describe: so it is created, and only then asked whether it was there.
create() {
  local said
  if said=$(aws ecr create-repository --repository-name "$1" --image-tag-mutability "$2" 2>&1); then
    echo "created $1"
  else
    case $said in
      *RepositoryAlreadyExistsException*) echo "$1 is there" ;;
      *) refuse "the repository $1 cannot be created: $said" ;;
    esac
  fi
}

# The cache is replaced with every build.
jq -r '(.registry.immutable == true) as $immutable | .images[] | select(.name == env.IMAGE)
  | (if $immutable and .tags == [] then "IMMUTABLE" else "MUTABLE" end) as $tags
  | [.repository, $tags], (.cache.to[] | capture("type=registry,ref=(?<r>[^,]+)").r
      | [sub(":[^:/]*\\z"; ""), "MUTABLE"])
  | (.[0] | sub("\\A[^/]+/"; "")) + "\t" + .[1]' \
  "$(dirname "${BASH_SOURCE[0]}")/images.json" |
  while IFS=$'\t' read -r name tags; do create "$name" "$tags"; done
