# The structure text of a Dockerfile, what images.json was computed from: as long as it is the same,
# no edit has changed what the image builds on or which files it takes in. Comments and blank lines
# go, continued lines are joined, blanks squeezed. Of commands only mounts and heredocs remain.
# A port of Dockerfile.structure(of:), byte for byte; to be run with LC_ALL=C.

function emit(line,   n, i, w, k, flag, kept, quoted) {
  gsub(/[ \t]+/, " ", line); sub(/^ /, "", line); sub(/ $/, "", line)
  if (line == "") return
  n = split(line, w, /[ ]/); k = toupper(w[1])
  if (k !~ /^(FROM|ARG|COPY|ADD|ENV|ONBUILD|WORKDIR)$/) {
    for (i = flag = 2; i <= n; i++) {
      if (i == flag && substr(w[i], 1, 2) == "--") flag++
      if (i < flag && w[i] ~ quote) quoted = 1
      if (i < flag && substr(w[i], 1, 7) == "--mount" || index(w[i], "<<")) kept = kept " " w[i]
    }
    if (kept == "") return
    if (!quoted) { print k kept; return }
  }
  print k substr(line, length(w[1]) + 1)
}
BEGIN { escape = "\\"; quote = "[\"\047\\\\`]"; top = 1 }
{
  if (NR == 1 && substr($0, 1, 3) == "\357\273\277") $0 = substr($0, 4)
  sub(/\r+$/, ""); sub(/[ \t]+$/, "")
  if (top && tolower($0) !~ /^[ \t]*#[ \t]*(syntax|escape|check)[ \t]*=/) top = 0
  if (top && escape != "`" && tolower($0) ~ /^[ \t]*#[ \t]*escape[ \t]*=[ \t]*`$/) {
    escape = "`"; print "ESCAPE `"
  }
  if ($0 ~ /^[ \t]*(#|$)/) next
  n = length($0)
  if (substr($0, n) == escape && (n == 1 || substr($0, n - 1, 1) != escape)) {
    pending = pending substr($0, 1, n - 1)
  } else { emit(pending $0); pending = "" }
}
END { emit(pending) }
