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
