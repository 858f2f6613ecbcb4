# shellcheck shell=bash
# Content tags: names for what goes into an image, computed from a commit alone. To be sourced.

# content_tags DATA COMMIT [IMAGE...]
# Writes "NAME<TAB>TAG" for the named images and all that they are built on, or for all images,
# parents first, and behind it "<TAB>PATH" when a symbolic link there makes the tag a lie; see
# content.awk. Fails, naming it, when a Dockerfile is not in the commit.
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
