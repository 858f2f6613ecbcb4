# What content.awk needs, line by line: ignore lists, file sets, images with all that they are built
# on. $wanted: names of images, separated by spaces; empty for all.
# Ignore rules in a row that do the same become one expression: awks are slow at many.
.files as $files | .images as $all | ($wanted | split(" ")) as $names
| $names - [$all[].name]
| if . == [] then . else error("images.json has no image \(.[0])") end
| reduce ($all | reverse)[] as $image ([$names[] | {(.): true}] | add // {};
    if $names == [] or .[$image.name]
    then .[$image.name, ($image.parents[].image // empty)] = true else . end)
| . as $needed | [$all[] | select($needed[.name])] as $images
| ([$images[].files[]] | unique) as $sets
| ([$sets[] | $files[.].ignore[]] | unique) as $ignores
| ($ignores | to_entries[] | .key as $list
    | reduce .value[] as [$sign, $expression] ([];
        if .[-1][0] == $sign then .[-1][1] += "|" + $expression else . + [[$sign, $expression]] end)
    | .[] | "ignore\t\($list)\t\(.[0])\t\(.[1])"),
  ($sets[] as $set | $files[$set]
    | "set\t\($set)\t\(if .follows == false then "stays" else "follows" end)",
      (.links // {} | to_entries[] | "link\t\($set)\t\(.key)\t\(.value)"),
      (.paths[] | "path\t\($set)\t\(.)"),
      (.globs[] | "glob\t\($set)\t\(.)"),
      (.ignore[] as $rules | "less\t\($set)\t\($ignores | index([$rules]))")),
  ($images[]
    | "image\t\(.name)\t\(.level)\t\(."dockerfile-quoted" // .dockerfile)",
      (.recipe[] | "recipe\t\(.)"),
      (.files[] | "files\t\(.)"),
      (."ignore-files" // {} | to_entries[] | "expects\t\(.key)\t\(.value | join(" "))"),
      ([.parents[].image | select(.)] | unique[] | "parent\t\(.)"))
