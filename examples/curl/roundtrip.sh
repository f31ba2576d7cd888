#!/bin/sh
# SLUICE_URL=… SLUICE_TOKEN=slc_… sh roundtrip.sh OUT_FOLDER FILE
# Uploads one file with curl and downloads it again into OUT_FOLDER. python3 reads the JSON; any other reader will do.
set -eu
: "${SLUICE_URL:?}" "${SLUICE_TOKEN:?}"
folder=$1 file=$2 name=$(basename "$2")

api() { # api METHOD PATH BODY
  curl --silent --show-error --fail-with-body --request "$1" "$SLUICE_URL$2" \
    --header "Authorization: Bearer $SLUICE_TOKEN" --header 'Content-Type: application/json' --data "$3"
}
get() { # get EXPRESSION: of the JSON "it" on stdin
  python3 -c 'import json, sys; it = json.load(sys.stdin); print(eval(sys.argv[1]))' "$1"
}

# 1. A row, a reservation and a signed URL.
size=$(($(wc -c <"$file")))
quoted=$(python3 -c 'import json, sys; print(json.dumps(sys.argv[1]))' "$name")
made=$(api POST /api/uploads "{\"files\": [{\"name\": $quoted, \"size\": $size}]}")
first='it["uploads"][0]'
method=$(echo "$made" | get "$first.get('method') or $first['outcome']")
upload=$(echo "$made" | get "$first['id']")

# 2. The bytes, straight to the bucket: a PUT with exactly the signed headers, or a form with exactly the signed fields.
config=$(mktemp)
trap 'rm -f "$config"' EXIT
lines() { # lines OPTION WHAT SEPARATOR: a line of curl's configuration for each entry
  echo "$made" | get "'\n'.join('$1 = ' + json.dumps(n + '$3' + v, ensure_ascii=False) for n, v in $first['presign']['$2'].items())"
}
case $method in
  put) lines header headers ': ' >"$config" && set -- --upload-file "$file" ;;
  post) lines form-string fields '=' >"$config" && set -- --form "file=@\"$file\"" ;;
  *) echo "This script sends whole files only; got: $method" >&2 && exit 1 ;;
esac
url=$(echo "$made" | get "$first['presign']['url']")
curl --silent --show-error --fail-with-body --config "$config" "$@" "$url"

# 3. Verified: the upload becomes a file.
id=$(api POST "/api/uploads/$upload/complete" '{}' | get 'it["file"]["id"]')

# 4. And down again. The token stays at home.
url=$(api POST /api/files/presign "{\"ids\": [\"$id\"]}" | get 'it["items"][0]["presign"]["url"]')
curl --silent --show-error --fail "$url" --output "$folder/$name"
echo "$name: $size bytes"
