# shellcheck shell=bash
# How the scripts speak to GitHub: annotations, step outputs and the step summary. Sourced.

# annotate LEVEL MESSAGE: one line that GitHub shows; LEVEL is error, warning or notice.
annotate() {
  local text=$2
  text=${text//'%'/'%25'}
  text=${text//$'\r'/'%0D'}
  text=${text//$'\n'/'%0A'}
  printf '::%s::%s\n' "$1" "$text"
}

# refuse MESSAGE: says why, and ends the step.
refuse() {
  annotate error "$1"
  exit 1
}

# annotate_all LEVEL: one line for each message of the JSON list on stdin.
annotate_all() {
  jq -r --arg level "$1" '.[] | gsub("%"; "%25") | gsub("\r"; "%0D") | gsub("\n"; "%0A")
    | "::\($level)::\(.)"'
}

# outputs: sets the step outputs {name: text} on stdin. The delimiter is never part of the text, so
# that no text can end its own output and begin another.
outputs() {
  jq -r 'to_entries[] | .value as $text
    | ("WFGEN" | until(. as $mark | $text | contains($mark) | not; . + "_")) as $mark
    | "\(.key)<<\($mark)\n\($text)\n\($mark)"' >>"${GITHUB_OUTPUT:-/dev/stdout}"
}

# table: rows of the JSON list of lists on stdin, the first one being the head, for the summary.
table() {
  jq -r 'def cell: tostring | gsub("[\r\n]+"; " ") | gsub("&"; "&amp;") | gsub("<"; "&lt;")
      | gsub("(?<c>[\\\\|`*_\\[\\]])"; "\\\(.c)");
    def row: "| " + (map(cell) | join(" | ")) + " |";
    (.[0] | row, (map("---") | "| " + join(" | ") + " |")), (.[1:][] | row), ""' \
    >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
}
