#!/usr/bin/env python3
"""S3_ENDPOINT=… S3_BUCKET=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… python3 presign.py KEY FILE

Signs for a bucket of your own, without Sluice: a PUT bound to its type, and a GET under another name. Needs boto3.
"""
import os
import sys
import urllib.request

import boto3
from botocore.config import Config

if len(sys.argv) != 3 or "S3_BUCKET" not in os.environ:
    sys.exit(__doc__)
bucket, key, path = os.environ["S3_BUCKET"], sys.argv[1], sys.argv[2]

client = boto3.client(
    "s3",
    endpoint_url=os.environ.get("S3_ENDPOINT"),
    region_name=os.environ.get("S3_REGION", "us-east-1"),
    # s3v4: newer regions and other providers take nothing else. path: the bucket is no part of the host name.
    config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
)

content_type = "application/octet-stream"
upload_url = client.generate_presigned_url(
    "put_object", Params={"Bucket": bucket, "Key": key, "ContentType": content_type}, ExpiresIn=900
)
with open(path, "rb") as file:
    headers = {"Content-Type": content_type, "Content-Length": str(os.path.getsize(path))}
    request = urllib.request.Request(upload_url, data=file, headers=headers, method="PUT")
    urllib.request.urlopen(request).close()

download_url = client.generate_presigned_url(
    "get_object",
    Params={
        "Bucket": bucket,
        "Key": key,
        "ResponseContentDisposition": 'attachment; filename="copy.bin"',
        "ResponseContentType": content_type,
    },
    ExpiresIn=3600,
)
with urllib.request.urlopen(download_url) as response:
    print(f'{response.headers["Content-Disposition"]}: {len(response.read())} bytes')
