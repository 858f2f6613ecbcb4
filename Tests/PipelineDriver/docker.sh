# The part of docker that the scripts of workflows call. Comes behind lines that name $root, the
# folder of the machine, and define `builder`, which is buildah with its options.
# shellcheck shell=bash
root=${root:?}

unsupported() {
  printf '%s\n' "docker: $*" >>"$root/unsupported"
  exit 97
}

case "$1 $2" in
  'buildx history')
    [ "$3 $4 $5" = 'inspect --format json' ] && exec cat "$root/history/$6"
    exit 1
    ;;
  'buildx build') shift 2 ;;
  # Nothing to clean up.
  *) exit 1 ;;
esac

file='' platform='' output='' metadata='' context='' build=()
while [ $# -gt 0 ]; do
  case $1 in
    --file) file=$2 ;;
    --platform) platform=$2 ;;
    --output) output=$2 ;;
    --metadata-file) metadata=$2 ;;
    --target | --build-arg | --build-context) build+=("$1" "$2") ;;
    --progress | --cache-from) ;;
    --provenance) [ "$2" = false ] || unsupported "$1 $2" ;;
    -*) unsupported "$1" ;;
    *)
      [ -z "$context" ] || unsupported "two contexts"
      context=$1
      set -- '' "$@"
      ;;
  esac
  shift 2
done
case $platform in
  linux/amd64) ;;
  *,*) unsupported "several platforms" ;;
  *) [ -e "$root/emulation" ] || { echo 'exec format error' >&2 && exit 1; } ;;
esac

builder bud --isolation chroot --timestamp 0 --tls-verify=false --platform "$platform" \
  --iidfile "$root/image" --file "$file" ${build[@]+"${build[@]}"} "$context" || exit 1
case $output in
  type=cacheonly) ;;
  type=image,name=*,push=true)
    name=${output#type=image,name=}
    builder push --quiet --tls-verify=false --format oci --digestfile "$root/digest" \
      "$(cat "$root/image")" "docker://${name%,push=true}" || exit 1
    printf '{"containerimage.digest": "%s"}' "$(cat "$root/digest")" >"$metadata"
    ;;
  *) unsupported "--output $output" ;;
esac
printf '%s\t%s\n' "$file" "$output" >>"$root/trials"
