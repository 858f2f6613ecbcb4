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
