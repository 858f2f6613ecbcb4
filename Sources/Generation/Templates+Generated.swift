// Written by .ci/embed-templates from templates/. Do not edit.

/// The scripts that generated workflows run, embedded in the binary.
enum Templates {
  /// File name and text of each script, sorted by name.
  static let scripts: [(name: String, text: String)] = [
    (
      "active.jq",
      ##"""
      # Which workflows are under way: what to ask GitHub's API, and how to read its answers.

      include "images";

      # The workflows of the stages before this one, and those that publish parents of images there or
      # here, or the image of the task: five states of a run that will still come to an end.
      def activity_requests:
        . as $data | .stages as $stages
        | ([env.WFGEN_STAGE] | upstream($stages)) as $chain
        | [($chain - [env.WFGEN_STAGE] | .[] | $stages[.].workflow),
           (.images[] | select(.stage as $one | $chain | index([$one])) | .parents[] | .workflow // empty),
           (.tasks[] | select(.name == env.WFGEN_TASK) | .workflow // empty)]
        | unique | to_entries | map(. as {$key, value: $file}
          | ("queued", "in_progress", "pending", "requested", "waiting")
          | {id: "run-\($key)-\(.)", $file, auth: "github", accept: ["application/vnd.github+json"],
             url: ("\(env.GITHUB_API_URL)/repos/\(env.GITHUB_REPOSITORY)/actions/workflows/"
               + "\($file | @uri)/runs?branch=\($data.branch | @uri)&status=\(.)&per_page=20")});

      # Messages: what was asked in vain. A workflow that GitHub does not know (404) is not running.
      def activity_failures($got; $bodies):
        map($got[.id] as $a | select($a.code != 404 and ($a.code != 200 or $a.error != ""
            or $bodies[.id].runs == null))
          | "GitHub does not say whether \(.file) is running: "
            + if $a.error != "" then $a.error else "HTTP \($a.code)" end)
        | unique;

      def active($bodies):
        map(select([$bodies[.id].runs // [] | .[] | select(tostring != env.GITHUB_RUN_ID)] != [])
          | .file)
        | unique;

      """##
    ),
    (
      "confirm.sh",
      ##"""
      #!/usr/bin/env bash
      # shellcheck source-path=SCRIPTDIR
      # Ends only when the registry shows what was just pushed: the completion of this job starts the next
      # stage at once, and that must not read the old state.
      #
      # IMAGE, TAG, DIGEST  what was pushed; WFGEN_DEADLINE: seconds to wait, 120 by default
      set -euo pipefail

      source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"

      reference=$(jq -r --arg image "$IMAGE" --arg tag "$TAG" \
        '.images[] | select(.name == $image) | "\(.repository):\($tag)"' "$images_json")
      if [ -z "$reference" ]; then refuse "images.json has no image '$IMAGE'"; fi
      case $DIGEST in
        sha256:*) ;;
        *) refuse "the build step named no digest of $IMAGE" ;;
      esac

      pause=1
      until
        jq -n --arg reference "$reference" '[$reference]' >"$http_dir/confirm"
        registry_answers "$http_dir/confirm" >"$http_dir/confirmed"
        seen=$(jq -r '.[] | .digest // .reason // .status' "$http_dir/confirmed")
        [ "$seen" = "$DIGEST" ]
      do
        if [ "$((SECONDS + pause))" -gt "${WFGEN_DEADLINE:-120}" ]; then
          refuse "$reference does not show $DIGEST after $SECONDS s; the registry says: $seen"
        fi
        sleep "$pause"
        if [ "$pause" -lt 8 ]; then pause=$((pause * 2)); fi
      done
      echo "$reference is $DIGEST, shown after $SECONDS s"

      """##
    ),
    (
      "content.awk",
      ##"""
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

      """##
    ),
    (
      "content.jq",
      ##"""
      # What content.awk needs, line by line: ignore lists, file sets, images with all that they are built
      # on. $wanted: names of images, separated by spaces; empty for all.
      # Ignore rules in a row that do the same become one expression: awks are slow at many.
      .files as $files | .images as $all | ($wanted | split(" ")) as $names
      | $names - [$all[].name]
      | if . == [] then . else error("images.json has no image \(.[0])") end
      | reduce ($all | reverse)[] as $image ([$names[] | {(.): true}] | add // {};
          if $names == [] or .[$image.name]
          then .[$image.name, ($image.parents[].image // empty)] = true else . end)
      | . as $needed | [$all[] | select($needed[.name])] as $images
      | ([$images[].files[]] | unique) as $sets
      | ([$sets[] | $files[.].ignore[]] | unique) as $ignores
      | ($ignores | to_entries[] | .key as $list
          | reduce .value[] as [$sign, $expression] ([];
              if .[-1][0] == $sign then .[-1][1] += "|" + $expression else . + [[$sign, $expression]] end)
          | .[] | "ignore\t\($list)\t\(.[0])\t\(.[1])"),
        ($sets[] as $set | $files[$set]
          | "set\t\($set)\t\(if .follows == false then "stays" else "follows" end)",
            (.links // {} | to_entries[] | "link\t\($set)\t\(.key)\t\(.value)"),
            (.paths[] | "path\t\($set)\t\(.)"),
            (.globs[] | "glob\t\($set)\t\(.)"),
            (.ignore[] as $rules | "less\t\($set)\t\($ignores | index([$rules]))")),
        ($images[]
          | "image\t\(.name)\t\(.level)\t\(."dockerfile-quoted" // .dockerfile)",
            (.recipe[] | "recipe\t\(.)"),
            (.files[] | "files\t\(.)"),
            (."ignore-files" // {} | to_entries[] | "expects\t\(.key)\t\(.value | join(" "))"),
            ([.parents[].image | select(.)] | unique[] | "parent\t\(.)"))

      """##
    ),
    (
      "content.sh",
      ##"""
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

      """##
    ),
    (
      "decide.jq",
      ##"""
      # What one run has to do, image by image: a pure function of the commit's content tags, of what the
      # registry answers, and of what else is running.
      #
      # Input: {data: images.json, stage, task, tags: {image: tag}, answers: {reference: answer}, event,
      # rebuild: stale or all, parents: exact or published, active: [workflow file], upstream_run}.
      # Output: {images: {name: {state, action, reason, forced, seen}}, jobs: {id: [{image, tag, seen}]},
      # errors, warnings, waits, fails, halt, depends_on_active, promote, run, image, reason}.
      #
      # halt: an answer is unknown. The plan job fails, and nothing is built or promoted on a guess.
      # An image that fails stops its own descendants only: the plan job ends well, its siblings are built
      # and promoted, and then the promote job ends in `errors`. In both cases the run ends red.
      # depends_on_active: whether it matters which workflows are active.

      . as $in | .data as $data | .stage as $stage
      | (.event == "schedule" or .event == "workflow_dispatch") as $looks_outside
      | (reduce $data.images[] as $image ({}; .[$image.name] = $image)) as $by_name
      | (reduce $data.images[] as $image ({};
          .[$image.stage] += [$image.parents[].workflow // empty])) as $foreign

      | def answer: $in.answers[.] // {status: "unknown", reason: "it was not asked for"};
        def exact: "\(.repository):\($in.tags[.name] // "")";
        def published: "\(.repository):\(.tags[0] // empty)";
        def unknown($reference):
          select(.status == "unknown") | "\($reference) is unknown: \(.reason)";
        def unique_in_order(f):
          reduce .[] as $one ([]; if any(.[]; f == ($one | f)) then . else . + [$one] end);
        def is_active: . as $workflow | $in.active | index([$workflow]) != null;

        # The workflows whose runs lead to the images of a stage: its own, then upstream, nearest first,
        # then those of other hands that publish parents, and so start one of the former.
        def workflows:
          def closed:
            (. + [.[] | $data.stages[.].upstream // [] | .[]] | unique_in_order(.)) as $more
            | if ($more | length) == length then . else $more | closed end;
          [.] | closed as $stages
          | [($stages[] | $data.stages[.].workflow // empty), ($stages[] | $foreign[.] // [] | .[])]
          | unique_in_order(.);

        # The parents of an image, each reference once: {label, reference, by: sibling, workflow or
        # external, leading: [workflow], answer: null when it does not matter}.
        def links: [.parents[]
          | if .external then
              {label: .reference, reference, by: "external",
                answer: (if $looks_outside then .reference | answer else null end)}
            elif .reference then
              {label: .reference, reference, by: "workflow", leading: [.workflow],
                answer: (.reference | answer)}
            else
              $by_name[.image] | select(.) | exact as $exact | ($exact | answer) as $answer
              | {label: .name, reference: $exact, by: "sibling", $answer}
                + if .stage == $stage then {} else
                    {by: "workflow", leading: (.stage | workflows)}
                    # The exact image is preferred, so that the chain converges once it is there.
                    + ([select($in.parents == "published" and $answer.status == "absent")
                        | published | {reference: ., answer: answer}
                        | select(.answer.status != "absent")] | .[0] // {})
                  end
            end]
          | unique_in_order(.reference);

        # [state, reason] of an image whose answers are known.
        def standing($own; $links):
          $own.bases as $bases
          | if $own.status == "absent" then ["missing", "its content tag is missing"]
            elif $bases == null then ["outdated", "it does not record what it was built on"]
            else first(
              ($links[] | select($bases[.reference] == null)
                | ["outdated", "it was not built on \(.reference)"]),
              ($bases | keys - [$links[].reference] | .[]
                | ["outdated", "it was built on \(.), which is no parent now"]),
              ($links[] | select(.answer and .answer.digest != $bases[.reference])
                | ["outdated", "parent \(.reference) has changed"]),
              ["fresh", "it is up to date"])
            end;

        # What keeps an image from being built, parent by parent; the input holds the decisions so far.
        def obstructions($links): . as $decided | $links[]
          | if .by == "sibling" then
              .label as $parent | $decided[$parent] | select(.state == "missing")
              | if .action == "leave" then {action, reason: "waits with parent \($parent)", workflow}
                elif .action == "fail" then
                  {action, reason: "parent \($parent) cannot be built", workflow}
                else empty end
            elif .answer.status != "absent" then empty
            elif .by == "external" then
              {action: "fail", reason: "parent \(.label) does not exist", workflow: "",
                lack: "\(.reference) does not exist"}
            else
              .label as $parent | .reference as $reference | (.leading[0] // "") as $workflow
              | [.leading[] | select(is_active)][0] as $running
              | (if $workflow == "" then "" else ": run \($workflow)" end) as $remedy
              | if $running then
                  {action: "leave", reason: "waits for \($running), which leads to parent \($parent)",
                    workflow: $running}
                else
                  {action: "fail", reason: "parent \($parent) is missing\($remedy)", $workflow,
                    lack: "\($reference) is missing and no run will build it\($remedy)"}
                end
              | .depends = true
            end;

        # Adds the decision about an image to those about its parents.
        def decide($name; $own; $links):
          . as $decided | standing($own; $links) as [$state, $reason]
          | [$links[] | select(.by == "sibling" and $decided[.label].action == "build") | .label][0]
            as $rebuilt
          | ($state == "fresh" and $in.rebuild == "all") as $forced
          | {$state, action: "none", $reason, forced: false, seen: ""} as $base
          | .[$name] = if $state == "fresh" and $rebuilt == null and ($forced | not) then $base else
              [obstructions($links)] as $all
              | ([$all[] | select(.action == "fail")][0] // $all[0]) as $first
              | $base
                + if $first then $first else
                    {action: "build", $forced}
                    + if $forced then {seen: $own.digest, reason: "everything is to be rebuilt"}
                      else {} end
                    + if $state != "missing" and $rebuilt then {reason: "parent \($rebuilt) is rebuilt"}
                      else {} end
                  end
                + {depends: any($all[]; .depends)}
            end;

        # What is said of a task whose image is missing.
        def left($task; $running; $remedy):
          if $running then
            {depends: true, reason: "waits for \($running), which leads to image \($task.image)",
              waits: [{image: $task.image, workflow: $running}]}
          else
            {depends: true,
              reason: "image \($task.image) is missing and no run will build it\($remedy)"}
            | .warnings = ["\($task.name) does not run: \(.reason)"]
          end;

        # Decisions about a task: {image, reason, waits, warnings, unknown, depends}.
        # What an existing workflow publishes is what a task runs in, whatever started it.
        def foreign_task: . as $task | .reference | answer as $own
          | if $own.status == "unknown" then $own | unknown($task.reference) | {reason: ., unknown: [.]}
            elif $own.status == "present" then
              {image: "\($task.repository)@\($own.digest)", reason: "image \($task.image) is there"}
            else left($task; [$task.workflow | select(is_active)][0]; ": run \($task.workflow)") end;
        def own_task: . as $task
          | $by_name[.image] | select(.) | .name as $name | .repository as $repository
          | exact as $exact | ($exact | answer) as $own
          | if $own.status == "unknown" then $own | unknown($exact) | {reason: ., unknown: [.]}
            elif $own.status == "present" then
              # A completed upstream counts only when it built the image.
              if $in.event != "workflow_run" or ($in.upstream_run and $in.upstream_run == $own.run)
              then {image: "\($repository)@\($own.digest)", reason: "image \($name) is there"}
              else {reason: "image \($name) is there, but not from the run before"} end
            else
              (.stage | workflows) as $workflows | [$workflows[] | select(is_active)][0] as $running
              | ($in.event == "push" and $task["on-push"] == "at-once") as $at_once
              | ([select($at_once or ($task["upstream-failed"] == "use-previous" and $running == null))
                  | published][0]) as $previous
              | (if $previous then $previous | answer else {status: "absent"} end) as $answer
              | {depends: ($at_once | not)}
                + if $answer.status == "unknown" then
                    $answer | unknown($previous) | {reason: ., unknown: [.]}
                  elif $answer.status == "present" then
                    {image: "\($repository)@\($answer.digest)",
                      reason: "image \($name) is missing: \($previous) is used"}
                  else left($task; $running; $workflows[0] | if . then ": run \(.)" else "" end) end
            end;
        def task: first($data.tasks[] | select(.name == $in.task))
          | if .reference then foreign_task else own_task end;

        [$data.images[] | select(.stage == $stage) | exact as $exact | ($exact | answer) as $own
          | links as $links
          | {name, $own, $links, unknown: [($own | unknown($exact)),
              ($links[] | .reference as $reference | .answer // {} | unknown($reference))]}] as $images
      | ([task][0] // {}) as $task
      | ([$images[].unknown[]] + ($task.unknown // []) | unique_in_order(.)) as $unknown
      | ($unknown != []) as $halt
      | (reduce $images[] as $image ({}; $image as {$name, $own, $links, $unknown}
          | if $halt | not then decide($name; $own; $links)
            elif $unknown == [] then
              .[$name] = {state: standing($own; $links)[0], action: "none",
                reason: "another answer is unknown", forced: false, seen: ""}
            else
              .[$name] = {state: (if $own.status == "absent" then "missing" else "unknown" end),
                action: "fail", reason: $unknown[0], forced: false, seen: ""}
            end)) as $decided
      | [$images[].name | {image: ., decided: $decided[.]}] as $ordered
      | def obstacles($action):
          [$ordered[] | select(.decided.action == $action) | {image, workflow: .decided.workflow}];
        {
          images: ($decided | map_values({state, action, reason, forced, seen})),
          jobs: ($data.stages[$stage].jobs // {} | map_values([.[]
            | select($decided[.].action == "build")
            | {image: ., tag: ($in.tags[.] // ""), seen: $decided[.].seen}])),
          errors: (if $halt then $unknown else
            [$ordered[] | select(.decided.lack) | {image, lack: .decided.lack}] as $lacks
            | [$lacks | unique_in_order(.lack) | .[].lack | . as $lack
              | "\(.) (needed by \([$lacks[] | select(.lack == $lack) | .image] | join(", ")))"] end),
          warnings: (if $halt then [] else $task.warnings // [] end),
          waits: (if $halt then [] else obstacles("leave") + ($task.waits // []) end),
          fails: (if $halt then [] else obstacles("fail") end),
          $halt,
          depends_on_active: (($task.depends // false) or any($decided[]; .depends)),
          promote: (($halt | not) and (any($decided[]; .action == "build" or .lack) or any(
            $data.images[] | select(.stage == $stage) | (exact | answer) as $own | .repository as $name
            | select($own.status == "present") | .tags[]
            | ("\($name):\(.)" | answer).digest != $own.digest; .))),
          run: (($halt | not) and $task.image != null),
          image: (if $halt then "" else $task.image // "" end),
          reason: ($task.reason // "")
        }

      """##
    ),
    (
      "disk.sh",
      ##"""
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

      """##
    ),
    (
      "http.jq",
      ##"""
      # How http.sh writes curl's configuration and reads what came back.

      # From requests: curl's configuration, with the credentials in it. Every value of ours is checked
      # or quoted: in this file a line break would begin a new option.
      def curl_configuration($auth):
        def option($name; $value): "\($name) = \($value | tojson)";
        to_entries[] | (if .key > 0 then "next" else empty end), (.value
          | "silent", "no-progress-meter", "globoff", "location", "max-redirs = 5",
            option("proto-redir"; "=https"),
            "connect-timeout = 10", "max-time = 60",
            option("url"; .url), option("output"; .id + ".body"), option("dump-header"; .id + ".head"),
            option("write-out"; .id + "\t%{http_code}\t%{exitcode}\t%{errormsg}\n"),
            (.accept // [] | .[] | option("header"; "Accept: " + .)),
            (if .auth and $auth[.auth] then option("header"; "Authorization: " + $auth[.auth])
             else empty end),
            (if .put then option("upload-file"; .put), option("header"; "Content-Type: " + .type)
             else empty end));

      # From requests: {ID: {code, error, headers}}. `error` is "" when an answer came, whatever its
      # status; headers of the same name are joined with commas, as HTTP allows.
      def received($before; $status; $heads):
        (reduce ($heads | split("\n")[]
            | capture("\\A\\./(?<id>[^\t]*)\\.head\t(?<name>[^:]+): *(?<value>.*?) *\\z")) as $h ({};
          .[$h.id][$h.name | ascii_downcase] |= (if . then . + ", " else "" end) + $h.value)) as $headers
        | reduce .[] as $request ($before; .[$request.id] = {code: 0, error: "curl failed", headers: {}})
        | reduce ($status | split("\n")[] | select(. != "") | split("\t")) as $s (.; .[$s[0]] = {
            code: ($s[1] | tonumber), headers: ($headers[$s[0]] // {}),
            error: (if $s[2] == "0" then "" else $s[3] // "curl exit code \($s[2])" end)});

      # Those of the requests that may fare better in a moment.
      def transient($got): map(select($got[.id] | .error != "" or ([.code]
        | inside([408, 429, 500, 502, 503, 504]))));

      # Seconds to wait for them: what Retry-After asks, at least 1, 2, 4, and never more than 30.
      def pause($got; $round):
        map($got[.id].headers["retry-after"] // "" | select(test("\\A[0-9]{1,9}\\z")) | tonumber)
          + [(env.WFGEN_BACKOFF // "1" | tonumber) * [1, 2, 4][$round]]
        | [max, 30] | min;

      """##
    ),
    (
      "http.sh",
      ##"""
      # shellcheck shell=bash
      # Sends HTTP requests in batches, one curl for all of a round: to registries and to GitHub's API.
      # Sourced. Secrets are read by jq from the environment, kept in a directory that only this user can
      # read, given to curl on its standard input, and taken out of the environment: no command line and
      # no trace ever holds one. They go to the registry of the images and to the API, to nobody else.

      umask 077
      scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
      images_json=$scripts/images.json
      http_dir=$(mktemp -d)
      trap 'rm -rf "$http_dir"' EXIT

      # The registry that the credentials are for: that of all images, unless the environment names it.
      if [ -z "${REGISTRY_HOST:-}" ]; then
        REGISTRY_HOST=$(jq -r '[.images[].repository | split("/")[0]] | unique
          | if length == 1 then .[0] else "" end' "$images_json")
      fi
      export REGISTRY_HOST GITHUB_API_URL=${GITHUB_API_URL:-https://api.github.com}
      jq -n 'env | {
        basic: (if (.REGISTRY_PASSWORD // "") == "" then null
          else "Basic " + ("\(.REGISTRY_USER // ""):\(.REGISTRY_PASSWORD)" | @base64) end),
        github: (if (.GITHUB_TOKEN // "") == "" then null else "Bearer " + .GITHUB_TOKEN end)
      }' >"$http_dir/auth.json"
      unset REGISTRY_PASSWORD GITHUB_TOKEN

      # fetch NAME: sends the requests of NAME.json in $http_dir, 32 at a time, and again up to three
      # times those that failed for the moment (429, 5xx, network).
      # A request: {id, url, auth: a key of auth.json, accept: [type], put: file, type: of that file}.
      # Leaves the answers' ID.body, and NAME.got: {ID: {code, error, headers}}.
      fetch() (
        cd "$http_dir" || exit
        echo '{}' >"$1.got"
        if [ "$(<"$1.json")" = '[]' ]; then return; fi
        cp "$1.json" todo
        for round in 0 1 2 3; do
          if [ ! -s todo ]; then break; fi
          if [ "$round" != 0 ]; then
            sleep "$(jq -L "$scripts" --slurpfile got "$1.got" --argjson round "$((round - 1))" \
              'include "http"; pause($got[0]; $round)' todo)"
          fi
          jq -r -L "$scripts" --slurpfile auth auth.json 'include "http"; curl_configuration($auth[0])' \
            todo >curl.conf
          curl -q --parallel --parallel-max 32 --config - <curl.conf >status || true
          # The last header block of each answer; earlier ones belong to redirects and proxies.
          find . -name '*.head' -exec awk '
            FNR == 1 { flush() }
            /^HTTP\// { n = 0 }
            { sub(/\r$/, ""); line[++n] = FILENAME "\t" $0 }
            END { flush() }
            function flush(  i) { for (i = 1; i <= n; i++) print line[i]; n = 0 }' {} + >heads
          rm -f curl.conf ./*.head
          jq -L "$scripts" --slurpfile got "$1.got" --rawfile status status --rawfile heads heads \
            'include "http"; received($got[0]; $status; $heads)' todo >new
          mv new "$1.got"
          jq -c -L "$scripts" --slurpfile got "$1.got" \
            'include "http"; transient($got[0]) | select(. != [])' todo >new
          mv new todo
        done
      )

      """##
    ),
    (
      "images.jq",
      ##"""
      # Reading images.json.

      # From the lines of content_tags: {image: tag}.
      def content_tags:
        split("\n") | map(select(. != "") | split("\t") | {key: .[0], value: .[1]}) | from_entries;

      def image($name): .images[] | select(.name == $name);

      def reference($tags): "\(.repository):\($tags[.name])";

      # Where an image is when its content tag is not: at the first of its mutable tags.
      def published: if .tags == [] then empty else "\(.repository):\(.tags[0])" end;

      # Where the image of the task is: its content tag and the first of its mutable tags, or the tag that
      # an existing workflow moves.
      def task_questions($tags):
        . as $data | .tasks // [] | .[] | select(.name == env.WFGEN_TASK) | .image as $name
        | .reference // ($data | image($name) | reference($tags), published);

      # For each parent of an image, in their order: {parent, reference} and, of an image of this file,
      # `published`: where it is when its content tag is not.
      def parents($data; $tags):
        .parents[] | . as $parent
        | {$parent} + if .image then $data | image($parent.image)
            | {reference: reference($tags), published: (published // null)}
          else {reference} end;

      # Whether the event compares external bases: no push rebuilds because a public tag has moved.
      def looks_outside($event): $event == "schedule" or $event == "workflow_dispatch";

      # What the state of an image depends on: its own tags and those of its parents.
      def questions($data; $tags; $event; $parents):
        reference($tags), "\(.repository):\(.tags[])",
        (parents($data; $tags)
          | select((.parent.external | not) or looks_outside($event))
          | .reference, (if $parents == "published" then .published // empty else empty end));

      # The stage and all stages before it.
      def upstream($stage):
        def closed: (. + [.[] as $name | $stage[$name].upstream // [] | .[]] | unique) as $more
          | if ($more | length) == length then . else $more | closed end;
        closed;

      # The parents of an image with the digests to build on, which must be known all of them:
      # {parent, reference, digest, exact: repository@digest}, or {reference, problem}.
      def resolved($data; $tags; $answers; $parents):
        parents($data; $tags)
        | (if $answers[.reference].status != "present" and $parents == "published"
            and $answers[.published // ""].status == "present" then .published else .reference end) as $r
        | $answers[$r] as $answer
        | {parent, reference: $r} + if $answer.status == "present"
          then {digest: $answer.digest,
            exact: "\($r | sub("(:[^/@]*)?(@.*)?\\z"; ""))@\($answer.digest)"}
          else {problem: ("\($r) is \($answer.status // "not known")"
            + (if $answer.reason then " (\($answer.reason))" else "" end))} end;

      # A line of a list input of build-push-action, which reads lists as CSV.
      def listed: if test("[\"\r\n]") then "\"" + gsub("\""; "\"\"") + "\"" else . end;

      # The inputs of the build step, by name. Labels say only what stays the same from commit to commit:
      # they are part of what is built, annotations are not.
      def build_inputs($bases; $tag; $sha):
        [$bases[] | select(.parent.as == "arg") | "\(.parent.name)=\(.exact)"] as $exact_args
        | [$bases[] | select(.parent.as == "context") | "\(.parent.name)=docker-image://\(.exact)"]
          as $contexts
        | (.base | if . == null then null else $bases[.] end) as $base
        # A context that begins with a dash would be read as an option of docker.
        | {context: (.context | if startswith("-") then "./" + . else . end), file: .dockerfile,
          target, platforms, reference: "\(.repository):\($tag)",
          "build-args": (.args + [.volatile[] | . as $name | env["WFGEN_ARG_" + $name] // empty
            | "\($name)=\(.)"] + $exact_args),
          "build-contexts": $contexts,
          annotations: [
            "dev.wfgen.content=\($tag)",
            "dev.wfgen.bases=\($bases | map({key: .reference, value: .digest}) | sort_by(.key)
              | from_entries | tojson)",
            "dev.wfgen.run=\(env.GITHUB_RUN_ID).\(env.GITHUB_RUN_ATTEMPT)",
            "org.opencontainers.image.revision=\($sha)",
            ($base // empty | "org.opencontainers.image.base.name=\(.reference)",
              "org.opencontainers.image.base.digest=\(.digest)")] | map("index:" + .),
          labels: ["org.opencontainers.image.source=\(env.GITHUB_SERVER_URL)/\(env.GITHUB_REPOSITORY)"],
          "cache-from": .cache.from, "cache-to": .cache.to}
        | map_values(if type == "array" then map(listed) | join("\n") else . // "" end);

      """##
    ),
    (
      "look.sh",
      ##"""
      #!/usr/bin/env bash
      # shellcheck source-path=SCRIPTDIR
      # Looks again, just before an image is built: somebody may have been faster, and its parents may
      # have been rebuilt since the plan. Names the exact parents to build on. Runs in a checkout of the
      # planned commit.
      #
      # IMAGE, TAG, SEEN  from the plan; SEEN is the digest that a forced build replaces, or empty
      # EVENT, PARENTS    as for plan.sh; WFGEN_ARG_NAME: the value of the volatile build arg NAME
      # Outputs: build, and when it is true the inputs of the build step: reference, context, file,
      # target, platforms, and the lists build-args, build-contexts, annotations, labels, cache-from and
      # cache-to.
      set -euo pipefail

      source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/content.sh"

      work=$http_dir
      content_tags "$images_json" HEAD >"$work/lines"
      jq -Rs -L "$scripts" 'include "images"; content_tags' "$work/lines" >"$work/tags"
      jq --arg image "$IMAGE" '.images[] | select(.name == $image)' "$images_json" >"$work/image"
      if [ ! -s "$work/image" ]; then refuse "images.json has no image '$IMAGE'"; fi
      file=$(jq -r .dockerfile "$work/image")
      tag=$(jq -r --arg image "$IMAGE" '.[$image]' "$work/tags")
      if [ "$tag" != "$TAG" ]; then
        refuse "this checkout makes $IMAGE:$tag, not the planned $TAG: its tag would lie"
      fi
      refuse_outdated "$images_json" "$work/lines"
      # Early enough here: the Dockerfile is in the tag, so an image whose FROM or COPY has been edited is
      # missing, and no plan calls it fresh before a build has come by this place.
      # By redirection: awk would take v=1/Dockerfile for an assignment and -x/Dockerfile for options.
      structure=$(LC_ALL=C awk -f "$scripts/structure.awk" <"$file" | "${sha256[@]}")
      if [ "${structure%% *}" != "$(jq -r .structure "$work/image")" ]; then
        refuse "$file has been changed in what it builds on or takes in: run 'wfgen generate'"
      fi
      link=$(jq -Rr 'split("\t") | select(.[0] == env.IMAGE) | .[2] // ""' "$work/lines")
      if [ -n "$link" ]; then
        refuse "the symbolic link $link leads $IMAGE to files that are not known: run 'wfgen generate'"
      fi

      # An image alone, its parents being those of another stage.
      jq -L "$scripts" --slurpfile tags "$work/tags" 'include "images"; . as $data
        | [image(env.IMAGE) | questions($data; $tags[0]; "schedule"; env.PARENTS)] | unique' \
        "$images_json" >"$work/questions"
      registry_answers "$work/questions" >"$work/told"
      jq -n --slurpfile data "$images_json" --slurpfile tags "$work/tags" --slurpfile told "$work/told" '
        env | .IMAGE as $name | {stage: "it", task: null, event: .EVENT, rebuild: "stale",
          parents: (.PARENTS // "exact"), active: [], upstream_run: null,
          tags: $tags[0], answers: $told[0],
          data: ($data[0] | .tasks = [] | .images |= map(.stage = (if .name == $name then "it"
              else "others" end))
            | .stages = {it: {workflow: "", name: "", upstream: ["others"], jobs: {build: [$name]}},
                others: {workflow: "", name: "", upstream: [], jobs: {}}})}' |
        jq -L "$scripts" -f "$scripts/decide.jq" >"$work/decision"

      reference=$(jq -r --arg tag "$TAG" '"\(.repository):\($tag)"' "$work/image")
      now=$(jq -r --arg reference "$reference" '.[$reference].digest // ""' "$work/told")
      action=$(jq -r --arg image "$IMAGE" '.images[$image].action // "fail"' "$work/decision")
      reason=$(jq -r --arg image "$IMAGE" '.errors[0] // .images[$image].reason' "$work/decision")
      case $action in
        build | none) ;;
        *) refuse "$IMAGE cannot be built: $reason" ;;
      esac
      # A forced build replaces what its plan saw, and nothing that came later.
      if [ "$action" = none ] && { [ -z "$SEEN" ] || [ "$now" != "$SEEN" ]; }; then
        echo "$reference is there already: $reason"
        echo '{"build": "false"}' | outputs
        exit 0
      fi

      jq -L "$scripts" --slurpfile tags "$work/tags" --slurpfile told "$work/told" 'include "images";
        . as $data | [image(env.IMAGE) | resolved($data; $tags[0]; $told[0]; env.PARENTS)]' \
        "$images_json" >"$work/bases"
      problem=$(jq -r '[.[].problem // empty] | join(", ")' "$work/bases")
      if [ -n "$problem" ]; then refuse "$IMAGE cannot be built: $problem"; fi
      jq -L "$scripts" --slurpfile bases "$work/bases" --arg tag "$TAG" \
        --arg sha "$(git rev-parse HEAD)" \
        'include "images"; build_inputs($bases[0]; $tag; $sha) + {build: "true"}' "$work/image" | outputs
      echo "$reference is to be built: $reason"

      """##
    ),
    (
      "plan.sh",
      ##"""
      #!/usr/bin/env bash
      # shellcheck source-path=SCRIPTDIR
      # Decides, image by image, what this run has to do, from the commit at the tip of the branch and
      # from what the registry holds; never from the event that started the run. Runs in a checkout of
      # the tip.
      #
      # WFGEN_STAGE, WFGEN_TASK  what is planned; the task may be empty
      # EVENT, REBUILD, PARENTS  the event's name; stale or all; exact or published
      # UPSTREAM_RUN             ID.ATTEMPT of the run whose completion started this one, or empty
      # Outputs: sha; one for each build job, a list of {image, tag, seen}; promote; errors (for the
      # promote job); run and digest of a task.
      set -euo pipefail

      source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/content.sh"

      work=$http_dir
      content_tags "$images_json" HEAD >"$work/lines"
      refuse_outdated "$images_json" "$work/lines"
      jq -Rs -L "$scripts" 'include "images"; content_tags' "$work/lines" >"$work/tags"

      # What has to be known: the images of the stage and their parents; the image of a task.
      jq -L "$scripts" --slurpfile tags "$work/tags" 'include "images"; . as $data | $tags[0] as $tags
        | [(.images[] | select(.stage == env.WFGEN_STAGE)
            | questions($data; $tags; env.EVENT; env.PARENTS)),
           task_questions($tags)] | unique' \
        "$images_json" >"$work/questions"
      registry_answers "$work/questions" >"$work/told"

      # decide ACTIVE: the decision, given the workflow files that have a run under way.
      decide() {
        jq -n --slurpfile data "$images_json" --slurpfile tags "$work/tags" \
          --slurpfile answers "$work/told" --argjson active "$1" 'env
          | {data: $data[0], tags: $tags[0], answers: $answers[0], $active, stage: .WFGEN_STAGE,
             task: (.WFGEN_TASK | if . == "" then null else . end), event: .EVENT,
             rebuild: (.REBUILD // "stale"), parents: (.PARENTS // "exact"),
             upstream_run: ([.UPSTREAM_RUN // "" | select(test("\\A[0-9]+\\.[0-9]+\\z"))][0])}' |
          jq -L "$scripts" -f "$scripts/decide.jq" >"$work/decision"
      }

      # active_workflows: prints the JSON list of workflow files that `decide` is given. Not knowing is
      # no reason to call a workflow idle: the plan ends there.
      active_workflows() {
        jq -c -L "$scripts" 'include "active"; activity_requests' "$images_json" >"$work/run.json"
        fetch run
        (cd "$work" && read_bodies run)
        jq -L "$scripts" --slurpfile got "$work/run.got" --slurpfile bodies "$work/run.bodies" \
          'include "active"; activity_failures($got[0]; $bodies | from_entries)' \
          "$work/run.json" >"$work/failures"
        if [ "$(jq length "$work/failures")" != 0 ]; then
          annotate_all error <"$work/failures" >&2
          exit 1
        fi
        jq -L "$scripts" --slurpfile bodies "$work/run.bodies" \
          'include "active"; active($bodies | from_entries)' "$work/run.json"
      }

      decide '[]'
      # Only when something is missing does it matter whether somebody is about to build it. The registry
      # is asked again after that: a run that has just ended may have pushed it between both questions.
      if jq -e .depends_on_active "$work/decision" >/dev/null; then
        active_workflows >"$work/active"
        registry_answers "$work/questions" >"$work/told"
        decide "$(cat "$work/active")"
      fi

      # What the promote job gets must fit into one variable of its environment.
      jq --arg sha "$(git rev-parse HEAD)" --slurpfile data "$images_json" '
        def bounded: map(if length > 1000 then .[0:1000] + "…" else . end)
          | if length > 20 then .[0:20] + ["\(length - 20) more: see the plan job"] else . end;
        .errors |= bounded | .jobs as $jobs
        | ($data[0].stages[env.WFGEN_STAGE].jobs // {} | with_entries(.value = ($jobs[.key] // [])))
          + {$sha, promote, run, digest: (.image | split("@")[1]), errors}
        | map_values(if . == null then "" else tostring end)' "$work/decision" | outputs

      jq --slurpfile tags "$work/tags" '[["image", "content tag", "state", "action", "reason"]]
        + (.images // {} | to_entries | map([.key, $tags[0][.key], .value.state,
            .value.action + (if .value.forced then " (forced)" else "" end), .value.reason]))' \
        "$work/decision" | table
      if [ -n "${WFGEN_TASK:-}" ]; then
        jq '[["task", "runs", "in", "reason"], [env.WFGEN_TASK, .run, .image, .reason]]' \
          "$work/decision" | table
      fi
      jq '.waits | map("\(.image) waits for \(.workflow), whose end will start this workflow again")' \
        "$work/decision" | annotate_all notice
      jq .warnings "$work/decision" | annotate_all warning

      # Nothing is done on a guess. Otherwise what can be built and promoted is, and the promote job ends
      # in the errors.
      if jq -e .halt "$work/decision" >/dev/null; then
        jq .errors "$work/decision" | annotate_all error
        exit 1
      fi
      jq .errors "$work/decision" | annotate_all warning

      """##
    ),
    (
      "promote.sh",
      ##"""
      #!/usr/bin/env bash
      # shellcheck source-path=SCRIPTDIR
      # Moves the mutable tags of a stage to what the content tags of the branch's tip hold now, and to
      # nothing else: so late runs, reverts and re-runs never move a tag back. Runs in a checkout of the
      # tip, made in this very job.
      #
      # WFGEN_STAGE       the stage
      # SHA, RUN_ATTEMPT  the planned commit, and which attempt of the run this is
      # ERRORS            the plan's errors, a JSON list of sentences
      set -euo pipefail

      source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/content.sh"

      work=$http_dir
      tip=$(git rev-parse HEAD)
      content_tags "$images_json" HEAD >"$work/lines"
      refuse_outdated "$images_json" "$work/lines"
      jq -Rs -L "$scripts" 'include "images"; content_tags' "$work/lines" >"$work/tags"
      # Every mutable tag: {from, to}.
      jq -c -L "$scripts" --slurpfile tags "$work/tags" 'include "images";
        [.images[] | select(.stage == env.WFGEN_STAGE) | reference($tags[0]) as $from
          | {from: $from, to: "\(.repository):\(.tags[])"}]' "$images_json" >"$work/wanted"
      jq -c '[.[] | .from, .to] | unique' "$work/wanted" >"$work/questions"
      registry_answers "$work/questions" pull,push >"$work/told"
      jq -c --slurpfile told "$work/told" 'map($told[0][.from] as $from | $told[0][.to] as $to
        | .digest = $from.digest
        | .result = if $from.status == "absent" then "left: \(.from) is not built"
            elif $from.status == "unknown" then "failed: \($from.reason)"
            elif $to.status == "unknown" then "failed: \($to.reason)"
            elif $from.digest == $to.digest then "is there" else null end)' "$work/wanted" >"$work/plan"

      jq -c 'map(select(.result == null))' "$work/plan" >"$work/to-move"
      registry_move "$work/to-move" >"$work/refused"
      jq -c --slurpfile refused "$work/refused" 'map(.result //= ($refused[0][.to] as $why
        | if $why == "" then "moved" else "failed: \($why)" end))' "$work/plan" >"$work/results"
      jq '[["tag", "holds now", "result"]] + map([.to, .digest // "", .result])' "$work/results" | table
      jq -r '.[] | "\(.to): \(.result)"' "$work/results"

      jq -n --slurpfile results "$work/results" --slurpfile data "$images_json" --arg tip "$tip" '
        ($data[0].stages[env.WFGEN_STAGE]) as $stage
        | [($results[0][] | select(.result | startswith("failed")) | "\(.to): \(.result)"),
           (env.ERRORS // "" | if . == "" then "the errors of the plan did not arrive: GitHub drops an"
                + " output that contains the value of a secret" else fromjson | .[] end),
           (select((env.RUN_ATTEMPT | tonumber) > 1 and env.SHA != $tip)
            | "this re-run built \(env.SHA[0:12]), but \($data[0].branch) has moved on to \($tip[0:12]);"
              + " dispatch \($stage.workflow) to build that")]' >"$work/errors"
      annotate_all error <"$work/errors"
      [ "$(jq length "$work/errors")" = 0 ]

      """##
    ),
    (
      "registry.jq",
      ##"""
      # What registry.sh asks and how it reads the answers. References are a list of objects that each
      # step adds to; one that has `error` is asked no further and ends as unknown.

      # From a list of strings: where each manifest is. Only what matches becomes part of a URL.
      def references:
        def loopback: test("\\A(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?\\z");
        def place:
          [capture("\\A(?<host>[A-Za-z0-9.-]+(:[0-9]+)?|\\[[0-9a-fA-F:]+\\](:[0-9]+)?)/"
            + "(?<name>[a-z0-9]+([._/-]+[a-z0-9]+)*)(:(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?"
            + "(@(?<digest>sha[0-9]+:[0-9a-f]+))?\\z")][0];
        unique | to_entries | map({id: "manifest-\(.key)", reference: .value}
          + (.value | if test("\\A([^/]*[.:][^/]*|localhost)/") then . else "docker.io/" + . end
            | place
            | if . == null then {error: "it is not a name that a registry could know"}
              else {host, name, version: (.digest // .tag // "latest"),
                base: ((if .host | loopback then "http://" else "https://" end) + .host)} end
            | if .host == "docker.io" then .base = "https://registry-1.docker.io"
                | .name |= (if contains("/") then . else "library/" + . end) else . end));

      def probe_requests:
        map(select(.error | not)) | unique_by(.host)
        | map({id: "probe-\(.host)", url: (.base + "/v2/")});

      def failure($host; $got):
        if $got.error != "" then "no answer from \($host): \($got.error)"
        else "HTTP \($got.code) from \($host)" end;

      # Open, Basic, or a Bearer token for each repository. Credentials for their own host only.
      def challenged($told):
        $told.got as $got | map(if .error then . else
          .host as $host | $got["probe-\($host)"] as $probe
          | ($probe.headers["www-authenticate"] // "") as $challenge
          | (if $host == env.REGISTRY_HOST then "basic" else null end) as $credentials
          | [$challenge | capture("bearer .*?realm=\"(?<v>[^\"\\\\\\s]+)\""; "i").v][0] as $realm
          | [$challenge | capture("service=\"(?<v>[^\"]*)\""; "i").v][0] as $service
          | if $probe.error == "" and $probe.code == 200 then .
            elif $probe.error != "" or $probe.code != 401 then .error = failure($host; $probe)
            elif $realm == null then .auth = $credentials
            elif ($realm | startswith("https://")) or (.base | startswith("http://")) then
              .auth = "token-\($host)-\(.name | gsub("/"; "+"))"
              | .token = {id: .auth, auth: $credentials, url: ($realm
                  + (if $realm | contains("?") then "&" else "?" end)
                  + (if $service then "service=\($service | @uri)&" else "" end)
                  + "scope=\("repository:\(.name):\(env.WFGEN_ACTIONS)" | @uri)")}
            else .error = "\($host) wants its credentials at an address without TLS" end
        end);

      def token_requests: map(.token // empty) | unique;

      # A token that is no token would be a line of our own making in curl's configuration.
      def token: (.token // .access_token // "")
        | if type == "string" and test("\\A[A-Za-z0-9._~+/=-]+\\z") then . else null end;

      def authorized($told):
        $told.got as $got | map(if .token == null or .error then .
          elif $got[.auth].code == 200 and ($told.bodies[.auth] | token) then .
          elif $got[.auth].code == 200 then .error = "no token in the answer for \(.host)"
          else .error = failure("the token service of \(.host)"; $got[.auth]) end);

      def manifest_types: [
        "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.docker.distribution.manifest.v2+json"];

      def manifest_url($version): "\(.base)/v2/\(.name)/manifests/\($version)";

      def manifest_requests:
        map(select(.error | not)
          | {id, auth, url: manifest_url(.version), accept: manifest_types});

      # The annotations that wfgen writes; null where another tool made the manifest.
      def recorded:
        (.annotations // {}) as $a
        | {bases: ([$a["dev.wfgen.bases"] | try fromjson catch null | objects][0]),
           run: ($a["dev.wfgen.run"])};

      # From lines of "SHA-256  ID.body": {ID: digest}.
      def hashes:
        split("\n") | map(capture("\\A(?<hash>[0-9a-f]{64}) [ *](?<id>.*)\\.body\\z")
          | {key: .id, value: ("sha256:" + .hash)}) | from_entries;

      # The digest of a manifest: what the registry says, or else what its bytes are.
      def digest($told; $id): $told.got[$id].headers["docker-content-digest"] // $told.hashes[$id];

      def answers($told):
        (env.WFGEN_ABSENT | [scan("[0-9]+") | tonumber]) as $absent
        | map(.id as $id | .host as $host | $told.got[$id] as $got | {key: .reference, value:
          (if .error then {status: "unknown", reason: .error}
           elif $got.error == "" and $got.code == 200 then
             if $told.bodies[$id].schemaVersion == 2
               and (digest($told; $id) // "" | test("\\Asha[0-9]+:[0-9a-f]+\\z")) then
               {status: "present", digest: digest($told; $id)} + ($told.bodies[$id] | recorded)
             else {status: "unknown", reason: "the answer of \($host) is not a manifest"} end
           elif $got.error == "" and ($absent | index($got.code)) != null then {status: "absent"}
           else {status: "unknown", reason: failure($host; $got)} end)})
        | from_entries;

      def move_requests($told):
        (map({key: .reference, value: .}) | from_entries) as $known
        | $told.moves | to_entries | map($known[.value.from] as $from | $known[.value.to] as $to
          | {id: "put-\(.key)", auth: $to.auth, put: "\($from.id).body",
             type: ($told.bodies[$from.id].mediaType
               // $told.got[$from.id].headers["content-type"] // manifest_types[0]),
             url: ($to | manifest_url(.version))});

      # A registry that stored other bytes than it was sent would name another digest.
      def moved($told):
        (map({key: .reference, value: .}) | from_entries) as $known
        | $told.moves | to_entries | map($known[.value.from] as $from | $told.put["put-\(.key)"] as $got
          | {key: .value.to, value:
            (if $got.error != "" or $got.code < 200 or $got.code > 299 then failure($from.host; $got)
             elif ($got.headers["docker-content-digest"] // digest($told; $from.id))
               != digest($told; $from.id) then "\($from.host) stored another digest"
             else "" end)})
        | from_entries;

      """##
    ),
    (
      "registry.sh",
      ##"""
      # shellcheck shell=bash
      # shellcheck source-path=SCRIPTDIR
      # Questions to registries, hundreds at once, and the moving of tags. Sourced. http.sh does the
      # sending; registry.jq says what to ask and reads the answers.

      source "$(dirname "${BASH_SOURCE[0]}")/http.sh"

      # Statuses that mean "no such manifest": some registries say 403 of what does not exist.
      export WFGEN_ABSENT=${WFGEN_ABSENT:-404}

      # The command that hashes, in its words.
      if command -v sha256sum >/dev/null; then sha256=(sha256sum); else sha256=(shasum -a 256); fi

      # registry_answers FILE [ACTIONS]: what the registries say of each reference in the JSON list FILE:
      # {reference: {"status": "present", "digest", "bases", "run"} | {"status": "absent"}
      #   | {"status": "unknown", "reason"}}. ACTIONS is what tokens are asked for, `pull` by default.
      registry_answers() {
        jq -L "$scripts" 'include "registry"; references' "$1" >"$http_dir/references"
        (
          cd "$http_dir" || exit
          export WFGEN_ACTIONS=${2:-pull}
          ask probe probe_requests
          advance probe challenged
          ask token token_requests
          if [ "$(<token.json)" != '[]' ]; then
            read_bodies token
            advance token authorized
            # The tokens join the credentials that http.sh holds; they pass through no shell variable.
            jq --slurpfile tokens token.bodies '. + ($tokens | map(.value |= "Bearer "
              + (.token // .access_token // "")) | from_entries)' auth.json >next
            mv next auth.json
          fi
          ask manifest manifest_requests
          read_bodies manifest
          if [ -s manifest.list ]; then xargs "${sha256[@]}" <manifest.list >manifest.hashes; fi
          told manifest answers
        )
      }

      # registry_move FILE: puts manifests, as the last registry_answers got them, at other tags:
      # FILE is a JSON list of {from, to}, both references of one repository that were asked for with
      # `pull,push`. Prints {to: "" or the reason why it was refused}. Bytes, so also digests, are kept.
      registry_move() {
        cp "$1" "$http_dir/moves"
        (
          cd "$http_dir" || exit
          told manifest move_requests >put.json
          fetch put
          told manifest moved
        )
      }

      # ask NAME FUNCTION: sends the requests that FUNCTION of registry.jq makes of the references.
      # Leaves NAME.got; nothing is known yet of NAME.bodies and NAME.hashes, lines of "SHA-256  ID.body".
      ask() {
        jq -c -L "$scripts" "include \"registry\"; $2" references >"$1.json"
        rm -f ./"$1"-*.body
        fetch "$1"
        : >"$1.bodies"
        : >"$1.hashes"
      }

      # read_bodies NAME: what we read of the answers to NAME that came with status 200 and hold a JSON
      # object, as NAME.bodies, a stream of {key: ID, value: {…}}. The names of their files: NAME.list.
      read_bodies() {
        jq -r 'to_entries[] | select(.value | .code == 200 and .error == "") | .key + ".body"' \
          "$1.got" >"$1.list"
        # All in one process; when one answer breaks that, one by one.
        if ! bodies <"$1.list" >"$1.bodies" 2>/dev/null; then
          bodies -n 1 <"$1.list" >"$1.bodies" 2>/dev/null || true
        fi
      }

      bodies() {
        xargs "$@" jq -c '{key: (input_filename | rtrimstr(".body")), value: (objects
          | {schemaVersion, mediaType, annotations, token, access_token,
             runs: (try (.workflow_runs | map(.id)) catch null)})}' /dev/null
      }

      # advance NAME FUNCTION: what is told becomes the references.
      advance() {
        told "$1" "$2" >next
        mv next references
      }

      # told NAME FUNCTION: what FUNCTION of registry.jq makes of the references and of what came back
      # for NAME (and of the moves, once there are any).
      told() {
        touch moves put.got
        jq -c -L "$scripts" --slurpfile got "$1.got" --slurpfile bodies "$1.bodies" \
          --rawfile hashes "$1.hashes" --slurpfile moves moves --slurpfile put put.got \
          "include \"registry\"; {got: \$got[0], bodies: (\$bodies | from_entries),
            hashes: (\$hashes | hashes), moves: \$moves[0], put: \$put[0]} as \$told
            | $2(\$told)" references
      }

      """##
    ),
    (
      "report.sh",
      ##"""
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

      """##
    ),
    (
      "structure.awk",
      ##"""
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

      """##
    ),
    (
      "summary.sh",
      ##"""
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

      """##
    ),
  ]
}
