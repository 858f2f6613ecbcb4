# shellcheck shell=bash
# Content tags: names for what goes into an image, computed from a commit alone. To be sourced.

# content_tags DATA COMMIT [IMAGE...]
# Writes "NAME<TAB>TAG" for the named images and all that they are built on, or for all images,
# parents first, and behind it "<TAB>LINK<TAB>FILE" when a symbolic link or an ignore file there
# makes the tag a lie; see content.awk. Fails, naming it, when a Dockerfile is not in the commit.
# One process each of jq, git and awk, and one that hashes for each level of the graph.
content_tags() (
  images=$1 commit=$2 folder=$(dirname "${BASH_SOURCE[0]}")
  shift 2
  export LC_ALL=C CONTENT_HASH='sha256sum' CONTENT_DIR
  command -v sha256sum >/dev/null || CONTENT_HASH='shasum -a 256'
  CONTENT_DIR=$(mktemp -d) || exit 1
  trap 'rm -rf "$CONTENT_DIR"' EXIT
  # Chained by &&: a caller that tests this function's status switches `set -e` off in it.
  jq -r --arg wanted "$*" -f "$folder/content.jq" "$images" >"$CONTENT_DIR/needed" &&
    git -c core.quotePath=true ls-tree -r --full-tree "$commit" >"$CONTENT_DIR/tree" &&
    awk -f "$folder/content.awk" "$CONTENT_DIR/needed" "$CONTENT_DIR/tree"
)

# refuse_outdated DATA LINES: ends the step when one of those ignore files concerns what the step is
# about: WFGEN_STAGE, WFGEN_TASK or IMAGE. An ignore file is in no tag, so an image may be there
# under a tag that says nothing of it, and would be called fresh for ever. Needs report.sh.
refuse_outdated() {
  local file
  file=$(jq -Rrs --slurpfile data "$1" '
    ($data[0] | [(.images[] | select(.stage == env.WFGEN_STAGE or .name == env.IMAGE) | .name),
        (.tasks // [] | .[] | select(.name == env.WFGEN_TASK) | .image)]) as $names
    | [split("\n")[] | split("\t") | select([.[0]] as $name | $names | index($name))
        | .[3] // empty][0] // ""' "$2")
  if [ -n "$file" ]; then
    refuse "$file is not what it was when the images' files were listed: run 'wfgen generate'"
  fi
}
