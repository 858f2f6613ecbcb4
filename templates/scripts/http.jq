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
