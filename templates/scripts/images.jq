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
