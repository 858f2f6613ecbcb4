# The content tags of images: reads what content.jq says is needed, then the listing of the commit by
# `git ls-tree -r`, and prints "NAME<TAB>TAG" for each image. Paths are in git's quoted form throughout.
# "<TAB>PATH" follows when the build goes through a symbolic link there that the data does not know as
# it is: then the data does not say what the build reads, and the tag would lie. So it would, and a
# fourth field says where, when an ignore file of the image, or of one that it is built on, is not the
# one that the data was made with.
# CONTENT_DIR: an empty place for files; CONTENT_HASH: the command that prints SHA-256 sums.
# Any awk will do; to be run with LC_ALL=C, so that text is ordered by its bytes.
BEGIN { FS = "\t" }

function stop(message) {
  gsub(/%/, "%25", message)
  print "::error::" message >"/dev/stderr"
  exit 1
}
# The directory that all matches of an expression lie beneath, as far as it can be told.
function literal_directory(pattern,    i, char, text) {
  for (i = 2; i <= length(pattern); i++) {
    char = substr(pattern, i, 1)
    if (char == "\\") char = substr(pattern, ++i, 1)
    else if (substr(pattern, i, 3) ~ /^\[[{}]\]$/) { char = substr(pattern, i + 1, 1); i += 2 }
    else if (index(".[]()*+?{}|^$", char)) {
      if (index("*+?{", char)) text = substr(text, 1, length(text) - 1)
      break
    }
    text = text char
  }
  return directory_of(text)
}
# The directory above a path; empty for the root.
function directory_of(file) {
  return match(file, /.*\//) ? substr(file, 1, RLENGTH - 1) : ""
}
# The entry that stands at a path, or in place of a directory above it; 0 when there is none.
function entry_on_the_way(key) {
  for (; key != ""; key = directory_of(key))
    if (key in first && path[first[key]] == key) return first[key]
  return 0
}
# Hashes the files KIND-* of the directory, by one process.
function hash_all(kind,    command, line, words) {
  command = "cd \"$CONTENT_DIR\" && $CONTENT_HASH " kind "-*"
  while ((command | getline line) > 0) {
    split(line, words, " ")
    hash[words[2]] = words[1]
  }
  close(command)
}
# The hash of such a file, as text: some hashes look like numbers.
function hash_of(file) {
  if (!(file in hash)) stop("the hash of the content cannot be computed")
  return hash[file] ""
}
# Takes entries into the file set that is being listed.
function take(from, to, serial,    n) {
  for (n = from; n && n <= to; n++) member[n] = serial
  if (from && from < lowest) lowest = from
  if (from && to > highest) highest = to
}
# Writes the listing of a file set, given by its place among them.
function list_files(serial,    set, i, j, n, count, rule, key, file) {
  set = sets_in_order[serial]; lowest = entries + 1; highest = 0; count = 0
  for (i = 1; i <= paths[set]; i++) {
    key = set_path[set, i]
    take(first[key] + 0, last[key] + 0, serial)
    if (n = entry_on_the_way(key)) {
      take(n, n, serial)
      if (follows[set] || path[n] != key) leads[n] = serial
    }
  }
  for (i = 1; i <= globs[set]; i++) {
    key = literal_directory(set_glob[set, i])
    for (n = first[key] + 0; n && n <= last[key]; n++)
      if (path[n] ~ set_glob[set, i]) {
        take(n, n, serial)
        if (follows[set] && mode_and_id[n] ~ /^120000/ \
          && directory_of(path[n]) !~ set_glob[set, i]) leads[n] = serial
      }
    if (n = entry_on_the_way(key)) { take(n, n, serial); leads[n] = serial }
  }
  for (n = lowest; n <= highest; n++) if (member[n] == serial) chosen[++count] = n
  for (i = 1; i <= lists[set]; i++) {
    key = set_list[set, i]
    # From the last rule to the first: the first that matches decides.
    for (j = rules_of[key]; j; j--) {
      rule = expression[key, j]
      for (n = 1; n <= count; n++)
        if (!((key, chosen[n]) in verdict) && path[chosen[n]] ~ rule)
          verdict[key, chosen[n]] = sign[key, j]
    }
    for (n = 1; n <= count; n++)
      if (!((key, chosen[n]) in verdict)) verdict[key, chosen[n]] = "+"
  }
  file = ENVIRON["CONTENT_DIR"] "/set-" set
  printf "" >file
  for (n = 1; n <= count; n++) {
    for (i = 1; i <= lists[set]; i++)
      if (verdict[set_list[set, i], chosen[n]] == "-") break
    if (i <= lists[set]) continue
    print mode_and_id[chosen[n]] " " path[chosen[n]] >file
    if (!unknown[set] && leads[chosen[n]] == serial && mode_and_id[chosen[n]] ~ /^120000/ \
      && mode_and_id[chosen[n]] != "120000 " link[set, path[chosen[n]]]) unknown[set] = chosen[n]
  }
  close(file)
}
# The path of an ignore file that makes the tag of an image a lie; empty when there is none.
function outdated_ignore_file(image,    i, file) {
  for (i = 1; i <= expects[image]; i++) {
    file = expected[image, i]
    if (file in id ? !index(" " ids[image, i] " ", " " id[file] " ") : ids[image, i] != "")
      return file
  }
  for (i = 1; i <= parents[image]; i++)
    if (outdated[parent[image, i]] != "") return outdated[parent[image, i]]
  return ""
}
# Writes the recipe of an image.
function write_recipe(image,    file, i, j, count, sorted, next_hash) {
  if (!(dockerfile[image] in id))
    stop("the Dockerfile \"" dockerfile[image] "\" of image \"" name[image] \
      "\" is not in the commit")
  file = ENVIRON["CONTENT_DIR"] "/" level[image] "-" image
  print "wfgen-content 1\ndockerfile " id[dockerfile[image]] >file
  printf "%s", recipe[image] >file
  count = 0
  for (i = 1; i <= sets_of[image]; i++) {
    next_hash = hash_of("set-" file_set[image, i])
    for (j = ++count; j > 1 && sorted[j - 1] > next_hash; j--) sorted[j] = sorted[j - 1]
    sorted[j] = next_hash
  }
  for (i = 1; i <= count; i++) print "files " sorted[i] >file
  for (i = 1; i <= parents[image]; i++) {
    if (!(parent[image, i] in tag))
      stop("the parent \"" parent[image, i] "\" of image \"" name[image] \
        "\" does not come before it")
    print "parent " parent[image, i] " " tag[parent[image, i]] >file
  }
  close(file)
}

NR == FNR && $1 == "ignore" { sign[$2, ++rules_of[$2]] = $3; expression[$2, rules_of[$2]] = $4 }
NR == FNR && $1 == "set" { sets_in_order[++sets] = $2; follows[$2] = $3 == "follows" }
NR == FNR && $1 == "path" { set_path[$2, ++paths[$2]] = $3 }
NR == FNR && $1 == "glob" { set_glob[$2, ++globs[$2]] = $3 }
NR == FNR && $1 == "link" { link[$2, $3] = $4 }
NR == FNR && $1 == "less" { set_list[$2, ++lists[$2]] = $3 }
NR == FNR && $1 == "image" {
  name[++images] = $2; level[images] = $3; dockerfile[images] = $4
  if ($3 + 0 > deepest) deepest = $3 + 0
}
NR == FNR && $1 == "recipe" { recipe[images] = recipe[images] substr($0, 8) "\n" }
NR == FNR && $1 == "files" { file_set[images, ++sets_of[images]] = $2 }
NR == FNR && $1 == "expects" {
  expected[images, ++expects[images]] = $2
  ids[images, expects[images]] = $3
}
NR == FNR && $1 == "parent" { parent[images, ++parents[images]] = $2 }
NR == FNR { next }

# MODE TYPE ID<TAB>PATH; all that lies beneath a directory comes in a row.
{
  split($1, words, " ")
  file = substr($2, 1, 1) == "\"" ? substr($2, 2, length($2) - 2) : $2
  mode_and_id[++entries] = words[1] " " words[3]
  path[entries] = file
  id[file] = words[3]
  depth = split(file, parts, "/")
  above = ""
  for (i = 0; i <= depth; i++) {
    if (i) above = above (i > 1 ? "/" : "") parts[i]
    if (!(above in first)) first[above] = entries
    last[above] = entries
  }
}

END {
  for (i = 1; i <= sets; i++) list_files(i)
  if (sets) hash_all("set")
  for (depth = 0; depth <= deepest; depth++) {
    count = 0
    for (i = 1; i <= images; i++) if (level[i] == depth) { write_recipe(i); count++ }
    if (count) hash_all(depth)
    for (i = 1; i <= images; i++)
      if (level[i] == depth) tag[name[i]] = "src-" substr(hash_of(depth "-" i), 1, 12)
  }
  for (i = 1; i <= images; i++) {
    count = 0
    for (j = 1; j <= sets_of[i]; j++) {
      n = unknown[file_set[i, j]]
      if (n && (!count || n < count)) count = n
    }
    file = outdated[name[i]] = outdated_ignore_file(i)
    print name[i] "\t" tag[name[i]] (count ? "\t" path[count] : file == "" ? "" : "\t") \
      (file == "" ? "" : "\t" file)
  }
}
