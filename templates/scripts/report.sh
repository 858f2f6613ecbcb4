# Written by wfgen. Do not edit: the next version of it is written by 'wfgen generate'.
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

# output NAME VALUE: sets a step output. The delimiter is never part of the value, so that no
# value can end its own output and begin another.
output() {
  local end=WFGEN
  while [[ $2 == *"$end"* ]]; do end=$end$RANDOM; done
  printf '%s<<%s\n%s\n%s\n' "$1" "$end" "$2" "$end" >>"${GITHUB_OUTPUT:-/dev/stdout}"
}

# table: rows of the JSON list of lists on stdin, the first one being the head, for the summary.
table() {
  jq -r 'def cell: tostring | gsub("[\r\n]+"; " ") | gsub("&"; "&amp;") | gsub("<"; "&lt;")
      | gsub("(?<c>[\\\\|`*_\\[\\]])"; "\\\(.c)");
    def row: "| " + (map(cell) | join(" | ")) + " |";
    (.[0] | row, (map("---") | "| " + join(" | ") + " |")), (.[1:][] | row), ""' \
    >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
}
