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
