# The structure text of a Dockerfile: what images.json was computed from. As long as it stays the
# same, no edit of the Dockerfile changes what the image is built on or which files it takes in.
#
# Its lines, in the order of the instructions, each with its word in capitals and blanks run
# together: FROM, COPY, ADD, ONBUILD; each `--mount=` option of a RUN as "RUN --mount=..."; ARG
# before the first FROM; and, when a COPY, ADD, ONBUILD or mount names a variable, ARG and ENV.
# Comments and blank lines do not count; a continued line is joined with a blank. Here-documents are
# read as if they were instructions: at worst a change in one asks for `wfgen generate` in vain.

BEGIN { escape = "\\"; directives = 1 }

NR == 1 { sub(/^\357\273\277/, "") }

{ sub(/\r$/, "") }

directives && /^[ \t]*#/ {
  directive = tolower($0)
  gsub(/[ \t]/, "", directive)
  if (directive == "#escape=`") escape = "`"
}

/^[ \t]*(#|$)/ { next }

{
  directives = 0
  line = $0
  sub(/[ \t]+$/, "", line)
  continued = substr(line, length(line)) == escape
  if (continued) line = substr(line, 1, length(line) - 1)
  text = text " " line
  if (!continued) instruction()
}

END {
  if (text != "") instruction()
  for (i = 1; i <= count; i++)
    if (!weak[i] || variable) print lines[i]
}

function instruction(  words, n, i, word, rest) {
  n = split(text, words, /[ \t]+/)
  text = ""
  # The text begins with a blank, so the first word is empty.
  word = toupper(words[2])
  for (i = 3; i <= n; i++) if (words[i] != "") rest = rest " " words[i]
  if (word == "FROM") {
    stages++
    keep(word rest, 0)
  } else if (word == "COPY" || word == "ADD" || word == "ONBUILD") {
    keep(word rest, 0)
    if (rest ~ /\$/) variable = 1
  } else if (word == "ARG" || word == "ENV") {
    keep(word rest, stages > 0)
  } else if (word == "RUN") {
    for (i = 3; i <= n && words[i] ~ /^--/; i++)
      if (words[i] ~ /^--mount=/) {
        keep(word " " words[i], 0)
        if (words[i] ~ /\$/) variable = 1
      }
  }
}

function keep(line, isWeak) {
  lines[++count] = line
  weak[count] = isWeak
}
