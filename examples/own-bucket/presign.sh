#!/bin/sh
# S3_ENDPOINT=… S3_BUCKET=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… sh presign.sh KEY FILE
# Copies a file to a bucket of your own and signs a GET for it, with the AWS command line. It signs downloads only; for
# a signed PUT use presign.mjs or presign.py.
set -eu
: "${S3_BUCKET:?}"
key=$1 file=$2

# Version 1 signs URLs by the old SigV2 unless told; version 2 does not mind being told.
AWS_CONFIG_FILE=$(mktemp) copy=$(mktemp)
export AWS_CONFIG_FILE
trap 'rm -f "$AWS_CONFIG_FILE" "$copy"' EXIT
printf '[default]\ns3 =\n  signature_version = s3v4\n  addressing_style = path\n' >"$AWS_CONFIG_FILE"
aws() { command aws ${S3_ENDPOINT:+--endpoint-url "$S3_ENDPOINT"} --region "${S3_REGION:-us-east-1}" "$@"; }

aws s3 cp --only-show-errors "$file" "s3://$S3_BUCKET/$key"
url=$(aws s3 presign --expires-in 3600 "s3://$S3_BUCKET/$key")
curl --silent --show-error --fail --output "$copy" "$url"
wc -c <"$copy" | xargs printf '%s bytes\n'
