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
