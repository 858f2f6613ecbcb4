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
