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
