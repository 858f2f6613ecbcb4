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
      "azure.sh",
      ##"""
      #!/usr/bin/env bash
      # shellcheck source-path=SCRIPTDIR
      # Gets a token of an Azure registry from the az that a step before has signed in.
      #
      # Output: token, which GitHub hides in logs.
      set -euo pipefail

      source "$(dirname "${BASH_SOURCE[0]}")/report.sh"

      host=$(jq -r .registry.host "$(dirname "${BASH_SOURCE[0]}")/images.json")
      # Only asking is repeated.
      for round in 1 2 3; do
        if token=$(az acr login --name "${host%%.*}" --expose-token --output tsv --query accessToken) &&
          [ -n "$token" ]; then
          # printf is part of the shell: no command line ever holds the token.
          printf '::add-mask::%s\n' "$token"
          printf 'token=%s\n' "$token" >>"${GITHUB_OUTPUT:-/dev/stdout}"
          exit 0
        fi
        if [ "$round" != 3 ]; then sleep "${WFGEN_BACKOFF:-2}"; fi
      done
      refuse "$host gives no token: may the identity pull from it and push to it (AcrPull, AcrPush)?"

      """##
    ),
    (
      "commit-status.sh",
      ##"""
      #!/usr/bin/env bash
      # shellcheck source-path=SCRIPTDIR
      # Sets the status that GitHub shows beside the planned commit. Runs in a checkout of that commit, in
      # the only job whose token may write statuses.
      #
      # CONTEXT     the name of the status
      # SHA         the planned commit; empty when the plan did not get that far
      # RESULTS     how the jobs before this one ended, separated by spaces
      # OUTLOOK     from the plan: works, waits, fails or idle
      # WFGEN_TASK  the task of the workflow, or empty
      set -euo pipefail

      source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/http.sh"

      state=success text='up to date'
      if [ -n "${WFGEN_TASK:-}" ]; then text='has run'; fi
      case "$OUTLOOK" in
        waits) state=pending text='waits for another workflow, whose end starts this one again' ;;
        fails) state=failure text='cannot go on by itself: see the run' ;;
      esac
      case " $RESULTS " in
        *' failure '*) state=failure text='failed: see the run' ;;
        *' cancelled '*) state=error text='was cancelled, or a newer run took its place' ;;
      esac
      # A task with nothing to do has run before, or nothing has called for it: what was said of it stays.
      if [ "$OUTLOOK/$state" = idle/success ] && [ -n "${WFGEN_TASK:-}" ]; then
        echo "$WFGEN_TASK has nothing to do, so the status stays as it is"
        exit 0
      fi

      commit=${SHA:-$(git rev-parse HEAD)}
      jq -n --arg state "$state" --arg text "$text" 'env
        | {$state, description: $text, context: .CONTEXT, target_url:
            "\(.GITHUB_SERVER_URL)/\(.GITHUB_REPOSITORY)/actions/runs/\(.GITHUB_RUN_ID)"}' \
        >"$http_dir/body"
      jq -n --arg commit "$commit" '[{id: "set", auth: "github", post: "body",
        accept: ["application/vnd.github+json"],
        url: "\(env.GITHUB_API_URL)/repos/\(env.GITHUB_REPOSITORY)/statuses/\($commit)"}]' \
        >"$http_dir/set.json"
      fetch set
      problem=$(jq -r '.set | if .error != "" then .error elif .code == 201 then ""
        else "HTTP \(.code)" end' "$http_dir/set.got")
      if [ -n "$problem" ]; then refuse "GitHub does not take the status of $commit: $problem"; fi
      echo "$CONTEXT is $state: $text"

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
      "create.sh",
      ##"""
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
            (if env.WFGEN_AUTHORITIES != "" and .auth != "github"
             then option("cacert"; env.WFGEN_AUTHORITIES) else empty end),
            (if .form then option("data"; .form + "&refresh_token=" + $auth.refresh)
             elif .auth and $auth[.auth] then option("header"; "Authorization: " + $auth[.auth])
             else empty end),
            (if .put then option("upload-file"; .put), option("header"; "Content-Type: " + .type)
             else empty end),
            (if .post then option("data-binary"; "@" + .post),
               option("header"; "Content-Type: application/json")
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

      # Those of the requests that may fare better in a moment; not those that are to be sent once.
      def transient($got): map(select((.once | not) and ($got[.id] | .error != "" or ([.code]
        | inside([408, 429, 500, 502, 503, 504])))));

      # Seconds to wait for them: what Retry-After asks, as seconds or as a date, at least 1, 2, 4, and
      # never more than 30.
      def pause($got; $round):
        map($got[.id].headers["retry-after"] // ""
            | if test("\\A[0-9]{1,9}\\z") then tonumber
              else try ((strptime("%a, %d %b %Y %H:%M:%S GMT") | mktime) - now | ceil) catch empty end)
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

      # The registry of the images. The credentials are for its host, or for that which the environment
      # names.
      IFS='|' read -r registry_host WFGEN_KIND WFGEN_ABSENT WFGEN_IMMUTABLE authority < <(
        jq -r '.registry // {} | [.host // "", .kind // "", (.absent // [404] | join(" ")),
          .immutable // false, .ca // ""] | join("|")' "$images_json")
      export REGISTRY_HOST=${REGISTRY_HOST:-$registry_host} WFGEN_KIND WFGEN_ABSENT WFGEN_IMMUTABLE
      export GITHUB_API_URL=${GITHUB_API_URL:-https://api.github.com}

      # What there is to sign in with; a trace shows no more than that. For a user of nothing but zeros
      # the password is a token of Azure's, which the registry trades for others.
      export WFGEN_CREDENTIALS=
      if [ -n "${REGISTRY_PASSWORD:+there}" ]; then
        case ${REGISTRY_USER:-} in
          00000000-0000-0000-0000-000000000000) WFGEN_CREDENTIALS=refresh ;;
          *) WFGEN_CREDENTIALS=basic ;;
        esac
      fi
      jq -n 'env | {
        basic: (if (.REGISTRY_PASSWORD // "") == "" then null
          else "Basic " + ("\(.REGISTRY_USER // ""):\(.REGISTRY_PASSWORD)" | @base64) end),
        refresh: (.REGISTRY_PASSWORD // "" | @uri),
        github: (if (.GITHUB_TOKEN // "") == "" then null else "Bearer " + .GITHUB_TOKEN end)
      }' >"$http_dir/auth.json"
      unset REGISTRY_PASSWORD GITHUB_TOKEN

      # Registries may be vouched for by an authority of their own, beside those that the machine knows.
      export WFGEN_AUTHORITIES=
      if [ -n "$authority" ]; then
        WFGEN_AUTHORITIES=$http_dir/authorities.pem
        for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt \
          /etc/ssl/cert.pem "$authority"; do
          if [ -f "$bundle" ]; then cat "$bundle"; fi
        done >"$WFGEN_AUTHORITIES"
      fi

      # fetch NAME: sends the requests of NAME.json in $http_dir, 32 at a time, and again up to three
      # times those that failed for the moment (429, 5xx, network).
      # A request: {id, url, auth: a key of auth.json, accept: [type], put: file, type: of that file,
      # post: file of JSON, once: true for one that is not sent again,
      # form: what is posted, with the token `refresh` behind it}.
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
          target, platforms,
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
      # LACKING           the names of the build's secrets that this run does not get, if there are any
      # EVENT, PARENTS    as for plan.sh; WFGEN_ARG_NAME: the value of the volatile build arg NAME
      # Outputs: build, and when it is true the tag that is pushed and the inputs of the build step:
      # reference, context, file, target, platforms, and the lists build-args, build-contexts,
      # annotations, labels, cache-from and cache-to.
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
      # A push by Dependabot, which its merge is, has no other secrets.
      if [ -n "${LACKING:-}" ] && [ "${GITHUB_ACTOR:-}" = 'dependabot[bot]' ] &&
        [ "$EVENT" = push ]; then
        refuse "the build of $IMAGE would lack ${LACKING% }: GitHub gives runs of Dependabot the\
       Dependabot secrets alone, so store it among the repository's Dependabot secrets, too, and run all\
       jobs again"
      fi

      jq -L "$scripts" --slurpfile tags "$work/tags" --slurpfile told "$work/told" 'include "images";
        . as $data | [image(env.IMAGE) | resolved($data; $tags[0]; $told[0]; env.PARENTS)]' \
        "$images_json" >"$work/bases"
      problem=$(jq -r '[.[].problem // empty] | join(", ")' "$work/bases")
      if [ -n "$problem" ]; then refuse "$IMAGE cannot be built: $problem"; fi
      # Where tags are immutable, what is there keeps its tag, and the next counter is pushed.
      reference=$(jq -r --arg reference "$reference" '.[$reference].next // $reference' "$work/told")
      jq -L "$scripts" --slurpfile bases "$work/bases" --arg tag "$TAG" --arg reference "$reference" \
        --arg sha "$(git rev-parse HEAD)" \
        'include "images"; build_inputs($bases[0]; $tag; $sha)
          + {build: "true", $reference, tag: ($reference | split(":") | last)}' \
        "$work/image" | outputs
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
      # promote job); run and digest of a task; outlook: works, waits, fails or idle, in one word.
      set -euo pipefail

      # Whether the workflow signs in with a password that is not there; http.sh takes it out of reach.
      if [ -z "${REGISTRY_PASSWORD-none}" ]; then lacks_password=yes; else lacks_password=; fi
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
          + {$sha, promote, run, digest: (.image | split("@")[1]), errors,
            outlook: (if .halt or .errors + .warnings != [] then "fails" elif .waits != [] then "waits"
              elif .promote or .run then "works" else "idle" end)}
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

      # A push by Dependabot, which its merge is, has no other secrets; runs that follow it have all.
      if [ -n "$lacks_password" ] && [ "${GITHUB_ACTOR:-}" = 'dependabot[bot]' ] &&
        [ "$EVENT" = push ] &&
        jq -e '.halt or .promote or .run or any(.jobs[]; . != [])' "$work/decision" >/dev/null; then
        jq .errors "$work/decision" | annotate_all error
        refuse "there is no password for $REGISTRY_HOST: GitHub gives runs of Dependabot the Dependabot\
       secrets alone, so store it among the repository's Dependabot secrets, too, and run all jobs again"
      fi

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
        | .from = ($from.at // .from) | .digest = $from.digest
        | .result = if $from.status == "absent" then "left: \(.from) is not built"
            elif $from.status == "unknown" then "failed: \($from.reason)"
            elif $to.status == "unknown" then "failed: \($to.reason)"
            elif $from.digest == $to.digest then "is there" else null end)' "$work/wanted" >"$work/plan"

      jq -c 'map(select(.result == null))' "$work/plan" >"$work/to-move"
      registry_move "$work/to-move" >"$work/refused"
      jq -c --slurpfile refused "$work/refused" 'map(.result //= ($refused[0][.to] as $why
        | if $why == "" then "moved" else "failed: \($why)" end))' "$work/plan" >"$work/results"
      if jq -e '. == []' "$work/wanted" >/dev/null; then
        echo 'No tag follows the branch: nothing is moved.' | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"
      fi
      jq 'select(. != []) | [["tag", "holds now", "result"]] + map([.to, .digest // "", .result])' \
        "$work/results" | table
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
      "pull-build.sh",
      ##"""
      #!/usr/bin/env bash
      # shellcheck source-path=SCRIPTDIR
      # Builds images one after the other for a pull request and publishes none: what others in this job
      # are built on goes into a registry on the machine itself, which ends with the job. An image that
      # fails stops its own descendants alone. Runs in a checkout of the commit that was planned.
      #
      # IMAGES    a JSON list of names, parents before children
      # LOOPBACK  host and port of that registry
      # NETWORK   `host` when RUN lines may use the runner's network
      # WFGEN_ARG_NAME  the value of the volatile build arg NAME
      set -euo pipefail

      source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/content.sh"

      work=$http_dir
      content_tags "$images_json" HEAD >"$work/lines"
      jq -Rs -L "$scripts" 'include "images"; content_tags' "$work/lines" >"$work/tags"
      jq -L "$scripts" --slurpfile tags "$work/tags" 'include "images"; . as $data
        | (env.IMAGES | fromjson) as $names
        | [$names[] as $name | image($name) | parents($data; $tags[0])
            | select((.parent.external | not) and (.parent.image as $one | $names | index([$one]) | not))
            | .reference] | unique' "$images_json" >"$work/questions"
      registry_answers "$work/questions" >"$work/told"
      echo '{}' >"$work/built"
      : >"$work/rows"

      # of NAME FILTER: what the filter finds in the image, with {policy, pushes} added to it.
      of() {
        jq -r --arg name "$1" '(env.IMAGES | fromjson) as $names
          | ([."pull-request".images[] | select(.name == $name)][0]) as $policy
          | any(.images[] | select(.name as $one | $names | index([$one])) | .parents[].image;
              . == $name) as $pushes
          | .images[] | select(.name == $name) | . + {$policy, $pushes} | '"$2" "$images_json"
      }

      # row NAME RESULT SECONDS: a line of the summary.
      row() {
        jq -nc '$ARGS.positional' --args "$1" "$2" "$3" "$(df -Pk / |
          awk 'NR == 2 { print int($4 / 1048576) }') GB" >>"$work/rows"
      }

      # unfit NAME: why its build would not be that of its content tag, if there is a reason.
      unfit() {
        local file structure link
        file=$(of "$1" .dockerfile)
        # By redirection: awk would take v=1/Dockerfile for an assignment and -x/Dockerfile for options.
        structure=$(LC_ALL=C awk -f "$scripts/structure.awk" <"$file" | "${sha256[@]}")
        link=$(jq -Rr --arg name "$1" 'split("\t") | select(.[0] == $name) | .[2] // ""' "$work/lines")
        if [ "${structure%% *}" != "$(of "$1" .structure)" ]; then
          echo "$file has been changed in what it builds on or takes in: run 'wfgen generate'"
        elif [ -n "$link" ]; then
          echo "the symbolic link $link leads $1 to files that are not known: run 'wfgen generate'"
        fi
      }

      # build NAME: builds it, within the minutes of its tier. Called where `set -e` does not hold.
      build() {
        local quoted arguments limited=() output=type=cacheonly place='' context
        if ! POLICY=$(of "$1" .policy.cleanup) WHEN=before MINIMUM_GB=$(of "$1" \
          '.policy."minimum-free-disk"') IMAGE=$1 GITHUB_OUTPUT=/dev/null bash "$scripts/disk.sh"; then
          return 1
        fi
        quoted=$(jq -r -L "$scripts" --slurpfile tags "$work/tags" --slurpfile told "$work/told" \
          --slurpfile built "$work/built" --arg name "$1" 'include "images"; include "pull";
            . as $data | image($name)
          | build_command($data; $tags[0]; $told[0]; $built[0]) | @sh' "$images_json") || return 1
        # Words that jq has quoted for the shell.
        eval "arguments=($quoted)"
        if [ "$(of "$1" .pushes)" = true ]; then
          place=$LOOPBACK/$(of "$1" '.repository | sub("\\A[^/]*/"; "")')
          output=type=image,name=$place:$(jq -r --arg name "$1" '.[$name]' "$work/tags"),push=true
        fi
        if [ "${NETWORK:-}" = host ]; then
          arguments+=(--network host --allow network.host)
        fi
        context=$(of "$1" .context)
        # One that begins with a dash would be read as an option of docker.
        case $context in -*) context=./$context ;; esac
        if command -v timeout >/dev/null; then
          limited=(timeout -k 30 "$(of "$1" '.policy.timeout * 60')")
        fi
        rm -f "$work/metadata"
        ${limited[@]+"${limited[@]}"} docker buildx build "${arguments[@]}" --output "$output" \
          --metadata-file "$work/metadata" "$context" </dev/null || return 1
        if [ "$output" != type=cacheonly ]; then
          jq --slurpfile metadata "$work/metadata" --arg name "$1" --arg place "$place" '
            .[$name] = "\($place)@\($metadata[0]."containerimage.digest")"' "$work/built" >"$work/next" &&
            mv "$work/next" "$work/built"
        fi
      }

      failed=' '
      while IFS= read -r image <&3; do
        lacking=$(jq -r --arg name "$image" --arg failed "$failed" '[.images[] | select(.name == $name)
          | .parents[].image // empty | select(" \(.) " as $one | $failed | contains($one))][0] // ""' \
          "$images_json")
        problem=$(unfit "$image")
        began=$SECONDS
        if [ -n "$lacking" ]; then
          failed="$failed$image "
          row "$image" "not built: $lacking failed" ''
        elif [ -n "$problem" ]; then
          failed="$failed$image "
          annotate error "$problem"
          row "$image" "not built: $problem" ''
        else
          echo "::group::Build $image"
          result=built
          build "$image" || result=failed
          echo '::endgroup::'
          if [ "$result" = failed ]; then
            failed="$failed$image "
            annotate error "$image cannot be built: see above what its build says"
          fi
          row "$image" "$result" "$((SECONDS - began))"
        fi
      done 3< <(jq -rn 'env.IMAGES | fromjson | .[]')

      jq -s '[["image", "result", "seconds", "disk free"]] + .' "$work/rows" | table
      [ "$failed" = ' ' ]

      """##
    ),
    (
      "pull-plan.sh",
      ##"""
      #!/usr/bin/env bash
      # shellcheck source-path=SCRIPTDIR
      # Decides what a run for a pull request or a merge group builds and where its tasks run, from what
      # differs between the checkout and its base, and from what the registry holds. Runs in a checkout of
      # the commit that GitHub has made of both sides.
      #
      # BASE  a folder with a checkout of the base; without one the base is the first parent of HEAD
      # Outputs: builds, a list of jobs {name, runner, emulate, minutes, images}; task-NAME for each task:
      # the digest of the image that it runs in, or nothing.
      set -euo pipefail

      # Signing in with an empty password; without anything to sign in with the variable is not there.
      if [ -z "${REGISTRY_PASSWORD-none}" ]; then export LACKS_PASSWORD=yes; fi

      source "$(dirname "${BASH_SOURCE[0]}")/report.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/registry.sh"
      source "$(dirname "${BASH_SOURCE[0]}")/content.sh"

      work=$http_dir
      content_tags "$images_json" HEAD >"$work/lines"

      # The base's tags come from the base's own data. One that has none is a base without wfgen: then
      # everything differs from it.
      commit=HEAD^1
      if [ -n "${BASE:-}" ]; then
        commit=HEAD
        export GIT_DIR=$BASE/.git
      fi
      : >"$work/base.lines"
      if git show "$commit:.github/wfgen/images.json" >"$work/base.json" 2>/dev/null; then
        content_tags "$work/base.json" "$commit" >"$work/base.lines" || : >"$work/base.lines"
      fi
      unset GIT_DIR
      for side in lines base.lines; do
        jq -Rs -L "$scripts" 'include "images"; content_tags' "$work/$side" >"$work/$side.tags"
      done

      both=(-L "$scripts" --slurpfile tags "$work/lines.tags" --slurpfile base "$work/base.lines.tags")
      jq "${both[@]}" 'include "pull"; pull_questions($tags[0]; $base[0])' "$images_json" \
        >"$work/questions"
      registry_answers "$work/questions" >"$work/told"
      jq "${both[@]}" --slurpfile told "$work/told" \
        'include "pull"; pull_request($tags[0]; $base[0]; $told[0])' "$images_json" >"$work/decision"

      jq '{builds: (.builds | tojson)}
        + (.tasks | with_entries(.key |= "task-" + .))' "$work/decision" | outputs
      jq '[["image", "this run", "because"]] + .rows' "$work/decision" | table
      jq '[["tasks", ""]] + [.tasks | to_entries[]
        | [.key, if .value == "" then "does not run" else "runs in \(.value)" end]]
        | if length > 1 then . else empty end' "$work/decision" | table
      # Nothing to say of images is an answer, too.
      if [ "$(jq '.rows | length' "$work/decision")" = 0 ]; then
        echo 'no image is made of what has changed'
      fi
      jq .notices "$work/decision" | annotate_all notice
      jq -r '.notices[] | "- " + .' "$work/decision" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"

      # An ignore file is in no tag: nothing would be built after its edit, and main's plan would stop.
      jq -Rrs --rawfile base "$work/base.lines" '
        def stale: split("\n") | map(split("\t") | .[3] // "" | select(. != "")) | unique;
        (stale - ($base | stale))[]
        | "\(.) is not what it was when the images'"'"' files were listed: run '"'wfgen generate'"'"' \
        "$work/lines" | jq -Rs 'split("\n") | map(select(. != ""))' >"$work/stale"
      jq --slurpfile stale "$work/stale" '$stale[0] + .errors' "$work/decision" >"$work/errors"
      annotate_all error <"$work/errors"
      [ "$(jq length "$work/errors")" = 0 ]

      """##
    ),
    (
      "pull.jq",
      ##"""
      # What a run for a pull request or a merge group builds, and where its tasks run: pure functions of
      # the content tags of both sides, and of what the registry answers. Nothing is published.

      include "images";

      def policies: (."pull-request".images // []) | map({key: .name, value: .}) | from_entries;

      # The images whose content differs from the base's, where the manifest has them built.
      def changed($tags; $base): policies as $policies
        | [.images[].name | select($policies[.] and $tags[.] != $base[.])];

      def set: map({key: ., value: true}) | from_entries;

      # {name: true} of images and all that they are built on.
      def with_ancestors($names):
        reduce (.images | reverse | .[]) as $image ($names | set;
          if .[$image.name] then .[$image.parents[].image // empty] = true else . end);

      # Where an image is until the change has been merged: under its mutable tag, or as its base has it.
      def before($base):
        [published, if $base[.name] then reference($base) else empty end][0] // empty;

      # What has to be known: the changed images, all that they are built on, and what tasks run in.
      def pull_questions($tags; $base):
        . as $data | with_ancestors(changed($tags; $base)) as $needed
        | [(.images[] | select($needed[.name])
            | reference($tags), (.parents[] | select(.external | not) | .reference // empty)),
           (."pull-request".tasks[] as $task | .tasks[] | select(.name == $task) | .image as $name
            | .reference // ($data | image($name) | reference($tags), before($base)))] | unique;

      # Whether the registry wants to know who asks, and this run may not say or is not let in.
      def denied: .status == "unknown" and (.reason | test("\\AHTTP 40[13] "));

      def answer($answers): $answers[.] // {status: "unknown", reason: "it was not asked for"};

      # What each of those images is: {name: {use: published, build or none, why, red}}. An ancestor that
      # nobody can read is built like one that is not there: whatever the reason, nothing is guessed.
      def standings($tags; $base; $answers):
        . as $data | policies as $policies | with_ancestors(changed($tags; $base)) as $needed
        | reduce (.images[] | select($needed[.name])) as $image ({}; . as $done
          | ($image | reference($tags)) as $exact | ($exact | answer($answers)) as $own
          | [$image.parents[]
              | if .image then .image as $parent | $done[$parent] | select(.use == "none")
                  | {red, why: "its parent \($parent) is not there: \(.why)"}
                elif .external then empty
                else .reference as $parent | (.reference | answer($answers))
                  | if .status == "absent" then {red: true, why: "its parent \($parent) does not exist"}
                    elif .status == "unknown" then
                      {red: (denied | not), why: "its parent \($parent) is unknown: \(.reason)"}
                    else empty end
                end] as $lacks
          | .[$image.name] =
              if $own.status == "present" then {use: "published", why: "the registry has it"}
              elif $policies[$image.name].left then
                {use: "none", red: false, why: $policies[$image.name].left}
              elif $lacks != [] then
                {use: "none"} + ([$lacks[] | select(.red)][0] // $lacks[0])
              else
                {use: "build", why: (if $own.status == "absent" then "the registry does not have it"
                  else "the registry does not show it: \($own.reason)" end)}
              end);

      # GitHub makes no more jobs of a matrix, and ends one on its own runners after so many minutes.
      def most: 256;
      def longest: 360;
      # The minutes that the builds of one job are expected to take at most: time-outs are several times
      # what builds take, so a job may be given images whose time-outs add up to more than `longest`.
      def room: 300;

      # Lists of at most so many images in one job, from lists of images that belong together.
      def packed($up; $policies):
        def cost: keys | map($policies[.].expected) | add;
        reduce .[] as $goal ([]; $up[$goal] as $set
          | if . != [] and ((.[-1] + $set) | cost) <= room then .[-1] += $set else . + [$set] end);

      # The jobs, one for each set of images that are built on each other: {name, runner, emulate,
      # minutes, images}. A set has several jobs when it takes too long for one, or wants several runners;
      # each job then builds again what its images share.
      def legs($standings; $changed):
        . as $data | policies as $policies | ($changed | set) as $wanted
        | def builds: $standings[.].use == "build";
          # What has to be built for an image, itself among it.
          (reduce (.images[] | select(.name | builds)) as $image ({}; . as $up
            | .[$image.name] = reduce ($image.parents[].image // empty) as $parent
                ({($image.name): true}; . + ($up[$parent] // {})))) as $up
        | [."pull-request".images[].name] as $order
        | [$order[] | select(builds and $wanted[.])] as $goals
        | reduce $goals[] as $goal ([];
            ([.[] | select(.images as $images | any($up[$goal] | keys[]; $images[.]))]) as $met
            | . - $met + [{images: (reduce $met[].images as $more ($up[$goal]; . + $more)),
                goals: ([$met[].goals[]] + [$goal])}])
        | [.[].goals | map({goal: ., runner: $policies[.].runner}) | group_by(.runner)[]
            | .[0].runner as $runner | (map(.goal) | set) as $mine
            | [$order[] | select($mine[.])] | packed($up; $policies)[]
            | {$runner, images: .}]
        | (group_by(.runner) | length) as $runners
        | ((length / (most - $runners)) | ceil) as $share
        | [if length <= most then .[] else group_by(.runner)[] | . as $same
            | range(0; length; $share) as $start | $same[$start:$start + $share]
            | {runner: .[0].runner, images: (reduce .[].images as $more ({}; . + $more))} end]
        | map(.images as $set | .runner as $runner | [$order[] | select($set[.])] as $names
            # The last is built for its own sake, and in this job alone.
            | {name: ($names[-1] + if ($names | length) > 1 then " and \(($names | length) - 1) more"
                else "" end),
               $runner,
               # What another runner would build as it is, may be of another processor here.
               emulate: any($names[]; $policies[.] | .emulate or .runner != $runner),
               minutes: ([longest, ($data."pull-request".overhead + ([$names[] | $policies[.].needs]
                 | add))] | min),
               images: $names})
        | sort_by(-.minutes);

      # Where the tasks run: {task: {digest, says, red}}; without a digest it does not run.
      def task_places($tags; $base; $answers):
        . as $data
        | [."pull-request".tasks[] as $name | .tasks[] | select(.name == $name) | . as $task
          | {key: .name, value: (
            if .reference then
              .reference as $reference | (.reference | answer($answers))
              | {exact: ., there: ., $reference, changed: false}
            else .image as $image | $data | image($image)
              | [before($base)][0] as $published
              | {exact: (reference($tags) | answer($answers)), reference: $published,
                 there: (if $published then $published | answer($answers) else {status: "absent"} end),
                 changed: ($tags[$image] != $base[$image])}
            end
            # GitHub takes no empty password for a container, not even where everybody may pull.
            | if env.LACKS_PASSWORD == "yes" then
                {digest: "", says: ("\($task.name) does not run: its container signs in with a password, "
                  + "and this run gets no secrets")}
              elif .exact.status == "present" then {digest: .exact.digest, says: null}
              elif .there.status == "present" then
                {digest: .there.digest, says: ("\($task.name) runs in \(.reference) as it is published: "
                  + if .changed then "this change goes into image \($task.image), and is not in it yet"
                    else "the image of this commit is not there" end)}
              elif .there.status == "absent" then
                {digest: "",
                  says: "\($task.name) does not run: image \($task.image) is not published yet"}
              else
                {digest: "", red: (.there | denied | not),
                  says: "\($task.name) does not run: \(.reference) is unknown: \(.there.reason)"}
              end)}] | from_entries;

      # Everything: {builds: jobs, tasks, rows: of the summary, notices, errors}.
      def pull_request($tags; $base; $answers):
        . as $data | changed($tags; $base) as $changed | standings($tags; $base; $answers) as $standings
        | task_places($tags; $base; $answers) as $tasks
        | legs($standings; $changed) as $legs
        | ([$legs[].images[]] | unique) as $built
        | {builds: $legs, tasks: ($tasks | map_values(.digest)),
           rows: ([$changed[] | [., {published: "is there", build: "is built",
                none: "is not built"}[$standings[.].use], $standings[.].why]]
              + [($built - $changed)[] | [., "is built for others", $standings[.].why]]),
           notices: [($changed[] | select($standings[.].use == "none" and ($standings[.].red | not))
                | "\(.) is not built, so nothing is said of it: \($standings[.].why)"),
              ($tasks[] | select(.says and (.red | not)) | .says)],
           errors: [($changed[] | select($standings[.].red)
                | "\(.) cannot be built: \($standings[.].why)"),
              ($tasks[] | select(.red) | .says)]};

      # The arguments of `docker buildx build` but the output. $built: {image: reference with digest} of
      # what this job has built; other parents of this repository are taken by the digest that was asked
      # for. External ones stay as the Dockerfile has them.
      def build_command($data; $tags; $answers; $built):
        def exact: sub("(:[^/@]*)?(@.*)?\\z"; "") + "@" + (. as $reference | answer($answers)
          | if .status == "present" then .digest
            else error("\($reference) is \(.status) by now: \(.reason // "it was there before")") end);
        def place: if .image then .image as $name
            | $built[$name] // ($data | image($name) | reference($tags) | exact)
          else .reference | exact end;
        [.parents[] | select(.external | not) | {as: .as, name, place: place}] as $places
        | ["--file", .dockerfile, "--platform", .platforms, "--provenance", "false",
            "--progress", "plain"]
          + (if .target == "" then [] else ["--target", .target] end)
          + [(.args[], (.volatile[] | . as $name | env["WFGEN_ARG_" + $name] // empty | "\($name)=\(.)"),
              ($places[] | select(.as == "arg") | "\(.name)=\(.place)")) | "--build-arg", .]
          + [$places[] | select(.as == "context")
              | "--build-context", "\(.name)=docker-image://\(.place)"]
          # GitHub's own cache is for actions alone; a cache that cannot be read is passed over.
          + [.cache.from[] | select(startswith("type=registry")) | "--cache-from", .];

      """##
    ),
    (
      "registry.jq",
      ##"""
      # What registry.sh asks and how it reads the answers. References are a list of objects that each
      # step adds to; one that has `error` is asked no further and ends as unknown.

      # Another counter of a content tag.
      def counter($count):
        (if $count == 1 then "" else ".\($count)" end) as $suffix
        | (.of | sub("\\A.*:"; "")) as $tag
        | . + {$count, id: (.id | sub("\\.[0-9]+\\z"; "") + $suffix), reference: (.of + $suffix),
            version: ($tag + $suffix)};

      # From a list of strings: where each manifest is. Only what matches becomes part of a URL.
      def references:
        def loopback: test("\\A(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?\\z");
        def place:
          [capture("\\A(?<host>[A-Za-z0-9.-]+(:[0-9]+)?|\\[[0-9a-fA-F:]+\\](:[0-9]+)?)/"
            + "(?<name>[a-z0-9]+([._/-]+[a-z0-9]+)*)(:(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?"
            + "(@(?<digest>sha[0-9]+:[0-9a-f]+))?\\z")][0];
        # A content tag where tags are immutable: the first two of its counters; see `further`.
        def counted:
          if env.WFGEN_IMMUTABLE == "true" and .host == env.REGISTRY_HOST
            and (.version // "" | test("\\Asrc-[0-9a-f]{12}\\z"))
          then . + {of: .reference, count: 1} | ., counter(2) else . end;
        unique | to_entries | map({id: "manifest-\(.key)", reference: .value}
          + (.value | if test("\\A([^/]*[.:][^/]*|localhost)/") then . else "docker.io/" + . end
            | place
            | if . == null then {error: "it is not a name that a registry could know"}
              else {host, name, version: (.digest // .tag // "latest"),
                base: ((if .host | loopback then "http://" else "https://" end) + .host)} end
            | if .host == "docker.io" then .base = "https://registry-1.docker.io"
                | .name |= (if contains("/") then . else "library/" + . end) else . end)
          | counted);

      def probe_requests:
        map(select(.error | not)) | unique_by(.host)
        | map({id: "probe-\(.host)", url: (.base + "/v2/")});

      # Why there is no answer that could be used, with the registry's own words where it has some.
      def failure($host; $got; $body):
        if $got.error != "" then "no answer from \($host): \($got.error)"
        else "HTTP \($got.code) from \($host)"
          + ($body.said // "" | gsub("[\\x00-\\x1f\\x7f]+"; " ") | .[0:300]
            | if . == "" then "" else " (\(.))" end) end;

      # From a header WWW-Authenticate, which may hold several challenges: {realm, service} of a Bearer
      # token, which goes before a password; null where there is none. What counts is the scheme: Basic
      # may have an address as its realm.
      def bearer:
        def value($name): [capture("(\\A|[,\\s])\($name)=\"(?<v>[^\"\\\\\\s]*)\""; "i").v][0];
        [capture("(\\A|[,\\s])bearer\\s+(?<rest>.*)\\z"; "i").rest][0] // ""
        | {realm: value("realm"), service: [capture("(\\A|[,\\s])service=\"(?<v>[^\"]*)\""; "i").v][0]}
        | select(.realm // "" != "");

      # Open, Basic, or a Bearer token for each repository. Credentials for their own host only. A token
      # of Azure's is posted, as its registries alone want it.
      def challenged($told):
        $told.got as $got | map(if .error then . else
          .host as $host | $got["probe-\($host)"] as $probe
          | ([$probe.headers["www-authenticate"] // "" | bearer][0]) as $bearer
          | (if $host == env.REGISTRY_HOST and env.WFGEN_CREDENTIALS != "" then env.WFGEN_CREDENTIALS
             else null end) as $credentials
          | if $probe.error == "" and $probe.code == 200 then .
            elif $probe.error != "" or $probe.code != 401 then .error = failure($host; $probe; null)
            elif $bearer == null then .auth = (if $credentials then "basic" else null end)
            elif ($bearer.realm | startswith("https://")) or (.base | startswith("http://")) then
              .auth = "token-\($host)-\(.name | gsub("/"; "+"))"
              | ((if $bearer.service then "service=\($bearer.service | @uri)&" else "" end)
                 + "scope=\("repository:\(.name):\(env.WFGEN_ACTIONS)" | @uri)") as $query
              | .token = {id: .auth, auth: $credentials}
                + if $credentials == "refresh"
                  then {url: $bearer.realm, form: ("grant_type=refresh_token&" + $query)}
                  else {url: ($bearer.realm + (if $bearer.realm | contains("?") then "&" else "?" end)
                    + $query)} end
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
          else .error = failure("the token service of \(.host)"; $got[.auth]; $told.bodies[.auth]) end);

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

      # What an answer says: there is the manifest, or it is absent, or neither. Only what the images'
      # registry is known to say of what does not exist counts as that. 401 counts behind a token that
      # our own credentials were given, and not when it stands for "too many requests".
      def said($told):
        .id as $id | .host as $host | $told.got[$id] as $got | ($told.bodies[$id].said // "") as $said
        | (if $host == env.REGISTRY_HOST then env.WFGEN_ABSENT else "404" end
            | [scan("[0-9]+") | tonumber]) as $absent
        | if .error then {status: "unknown", reason: .error}
          elif $got.error == "" and $got.code == 200 then
            if $told.bodies[$id].schemaVersion == 2
              and (digest($told; $id) // "" | test("\\Asha[0-9]+:[0-9a-f]+\\z")) then
              {status: "present", digest: digest($told; $id)} + ($told.bodies[$id] | recorded)
            else {status: "unknown", reason: "the answer of \($host) is not a manifest"} end
          elif $got.error == "" and ($absent | index($got.code)) != null
            and ($got.code != 401 or .token.auth != null)
            and ($said | test("TOOMANYREQUESTS|rate limit"; "i") | not) then {status: "absent"}
          else {status: "unknown", reason: failure($host; $got; $told.bodies[$id])} end;

      # Where tags are immutable: the counters to ask for next; none once the highest of each is known.
      def further($told):
        [.[] | select(.of and (.error | not))] | group_by(.of) | map(
          (map(select($told.got[.id].code == 200).count) | max // 0) as $low
          | (map(select($told.got[.id].code != 200 and .count > $low).count) | min) as $high
          | (if $high == null then $low * 2 else ($low + $high) / 2 | floor end) as $next
          | select(all(.[]; $told.got[.id].error == "") and $next != $low and $next != 0)
          | .[0] | counter($next));

      # Of several counters the highest speaks. One that cannot be told may be the highest.
      def highest:
        ([.[] | select(.value.status == "present")] | max_by(.count)) as $highest
        | {key: .[0].of, value: (([.[] | select(.value.status == "unknown")][0].value)
            // (if $highest then $highest.value
                  + {at: $highest.key, next: "\($highest.of).\($highest.count + 1)"}
                else {status: "absent", next: .[0].of} end))};

      def answers($told):
        map({key: .reference, value: said($told), of, count})
        | [(.[] | select(.of | not)), ([.[] | select(.of)] | group_by(.of) | .[] | highest)]
        | map({key, value}) | from_entries;

      def move_requests($told):
        (map({key: .reference, value: .}) | from_entries) as $known
        | $told.moves | to_entries | map($known[.value.from] as $from | $known[.value.to] as $to
          | {id: "put-\(.key)", auth: $to.auth, put: "\($from.id).body",
             type: ($told.bodies[$from.id].mediaType
               // $told.got[$from.id].headers["content-type"] // manifest_types[0]),
             url: ($to | manifest_url(.version))});

      # Why a tag could not be moved, for those who can do something about it.
      def refusal($host; $got; $body):
        failure($host; $got; $body) as $failure
        | $failure + if $failure | test("rate limit"; "i") then ""
          elif env.WFGEN_KIND == "ghcr" and $got.code == 403 then
            ": the package does not let \(env.GITHUB_REPOSITORY) write; give it the role Write in the"
              + " package's settings, under 'Manage Actions access'"
          elif $failure | test("immutab"; "i") then
            ": the registry's rule for immutable tags has to leave this one out"
          else "" end;

      # A registry that stored other bytes than it was sent would name another digest.
      def moved($told):
        (map({key: .reference, value: .}) | from_entries) as $known
        | $told.moves | to_entries | map($known[.value.from] as $from
          | "put-\(.key)" as $id | $told.put[$id] as $got | {key: .value.to, value:
            (if $got.error != "" or $got.code < 200 or $got.code > 299
             then refusal($from.host; $got; $told.refusals[$id])
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

      # The command that hashes, in its words.
      if command -v sha256sum >/dev/null; then sha256=(sha256sum); else sha256=(shasum -a 256); fi

      # registry_answers FILE [ACTIONS]: what the registries say of each reference in the JSON list FILE:
      # {reference: {"status": "present", "digest", "bases", "run"} | {"status": "absent"}
      #   | {"status": "unknown", "reason"}}. ACTIONS is what tokens are asked for, `pull` by default.
      # Where tags are immutable, a content tag stands for the highest of its counters, `at`; a build
      # would push the one called `next`.
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
          counters
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
          read_bodies put
          told manifest moved
        )
      }

      # counters: asks for more counters of content tags until the highest of each is known. Twice as far
      # each time, and then by halves: a few rounds, however often an image was built.
      counters() {
        while [ "$WFGEN_IMMUTABLE" = true ]; do
          told manifest further >wanted
          if [ "$(<wanted)" = '[]' ]; then break; fi
          jq -c -L "$scripts" 'include "registry"; manifest_requests' wanted >more.json
          jq -c -s add references wanted >next
          mv next references
          fetch more
          jq -c -s add manifest.got more.got >next
          mv next manifest.got
        done
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

      # read_bodies NAME: what we read of the answers to NAME that hold a JSON object, as NAME.bodies, a
      # stream of {key: ID, value: {…}}: of what is there, and of why something was refused. The names
      # of the files with status 200: NAME.list.
      read_bodies() {
        jq -r 'to_entries[] | select(.value | .code == 200 and .error == "") | .key + ".body"' \
          "$1.got" >"$1.list"
        jq -r 'to_entries[] | select(.value | .code >= 200 and .code != 404 and .error == "")
          | .key + ".body"' "$1.got" >"$1.read"
        # All in one process; when one answer breaks that, one by one.
        if ! bodies <"$1.read" >"$1.bodies" 2>/dev/null; then
          bodies -n 1 <"$1.read" >"$1.bodies" 2>/dev/null || true
        fi
      }

      bodies() {
        xargs "$@" jq -c '{key: (input_filename | rtrimstr(".body")), value: (objects
          | {schemaVersion, mediaType, annotations, token, access_token,
             said: (try (.errors[0] | [.code, .message] | map(strings) | join(": ")) catch null),
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
        touch moves put.got put.bodies
        jq -c -L "$scripts" --slurpfile got "$1.got" --slurpfile bodies "$1.bodies" \
          --rawfile hashes "$1.hashes" --slurpfile moves moves --slurpfile put put.got \
          --slurpfile refusals put.bodies \
          "include \"registry\"; {got: \$got[0], bodies: (\$bodies | from_entries),
            hashes: (\$hashes | hashes), moves: \$moves[0], put: \$put[0],
            refusals: (\$refusals | from_entries)} as \$told
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

      # GitHub's registry says of a package that lets this repository not write no more than "403".
      if [ "${BUILD:-}" = true ] && [ -z "${DIGEST:-}" ]; then
        jq -r 'select(.registry.kind == "ghcr") | (.images[] | select(.name == env.IMAGE)) as $image
          | "If the build ends in `403 Forbidden` or `denied: permission_denied: write_package`, the"
            + " package of `\($image.repository)` is there and does not let `\(.repository)` write."
            + " Give it the role Write in the package\u0027s settings, under *Manage Actions"
            + " access*.\n"' \
          "$(dirname "${BASH_SOURCE[0]}")/images.json" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"
      fi

      """##
    ),
  ]
}
