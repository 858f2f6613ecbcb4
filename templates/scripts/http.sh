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
# A request: {id, url, auth: a key of auth.json, accept: [type], put: file, type: of that file,
# post: file of JSON, once: true for one that is not sent again}.
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
