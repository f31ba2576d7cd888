#!/usr/bin/env python3
"""SLUICE_URL=… SLUICE_TOKEN=slc_… python3 roundtrip.py OUT_FOLDER FILE…

Uploads the files to Sluice and downloads them again into OUT_FOLDER. Needs Python 3.9 and its standard library only.
"""
import json
import mimetypes
import os
import shutil
import sys
import time
import urllib.error
import urllib.request
import uuid


class SluiceError(Exception):
    """The API refused; problem["code"] is stable, problem["detail"] is a sentence for people."""

    def __init__(self, problem):
        super().__init__(f'{problem["code"]}: {problem["detail"]}')
        self.problem = problem


class Sluice:
    def __init__(self, url, token):
        self.url, self.token = url.rstrip("/"), token

    def call(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
        while True:
            try:
                with urllib.request.urlopen(request) as response:
                    return json.load(response) if response.status != 204 else None
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503):
                    raise SluiceError(json.load(error)) from None
                time.sleep(int(error.headers.get("Retry-After", "5")))

    def upload(self, paths):
        """One call for all URLs, the bytes straight to the bucket, one call to have them verified."""
        files = [
            {
                "name": os.path.basename(path),
                "size": os.path.getsize(path),
                "type": mimetypes.guess_type(path)[0] or "application/octet-stream",
            }
            for path in paths
        ]
        uploads = self.call("POST", "/api/uploads", {"files": files})["uploads"]
        for made, path in zip(uploads, paths):
            if made["outcome"] == "error":
                raise SluiceError(made["error"])
            if made["outcome"] == "upload":
                self.send(made, path)
        done = self.complete([made["id"] for made in uploads if made["outcome"] == "upload"])
        return [done[made["id"]] if made["outcome"] == "upload" else made["file"] for made in uploads]

    def send(self, made, path):
        if made["method"] == "multipart":
            self.send_parts(made, path)
            return
        presign = made["presign"]
        with open(path, "rb") as file:
            if made["method"] == "put":
                size = str(presign["size"])
                to_bucket("PUT", presign["url"], file, {**presign["headers"], "Content-Length": size})
            else:
                body, kind = as_form(presign["fields"], file.read())
                to_bucket("POST", presign["url"], body, {"Content-Type": kind})

    def send_parts(self, made, path):
        numbers = list(range(1, made["partCount"] + 1))
        with open(path, "rb") as file:
            for first in range(0, len(numbers), 20):
                window = {"partNumbers": numbers[first : first + 20]}
                for part in self.call("POST", f'/api/uploads/{made["id"]}/presign', window)["parts"]:
                    file.seek((part["partNumber"] - 1) * made["partSize"])
                    to_bucket("PUT", part["url"], file.read(part["size"]), part["headers"])

    def complete(self, ids):
        """Large files are verified in the background: asks again until each is a file or refused."""
        files = {}
        while ids:
            items = self.call("POST", "/api/uploads/complete", {"ids": ids})["items"]
            for item in items:
                if "error" in item:
                    raise SluiceError(item["error"])
                if "file" in item:
                    files[item["id"]] = item["file"]
            ids = [item["id"] for item in items if item.get("state") == "verifying"]
            if ids:
                time.sleep(2)
        return files

    def download(self, ids, folder):
        for item in self.call("POST", "/api/files/presign", {"ids": ids})["items"]:
            if "error" in item:
                raise SluiceError(item["error"])
            presign = item["presign"]
            target = os.path.join(folder, presign["name"])
            with urllib.request.urlopen(presign["url"]) as response, open(target, "wb") as file:
                shutil.copyfileobj(response, file)
            print(f'{presign["name"]}: {presign["size"]} bytes')


def to_bucket(method, url, body, headers):
    """The token never goes to the bucket. 412: the object is there already, from an earlier try."""
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        urllib.request.urlopen(request).close()
    except urllib.error.HTTPError as error:
        if error.code != 412:
            raise RuntimeError(f"The bucket answered {error.code}: {error.read().decode()}") from None


def as_form(fields, content):
    boundary = uuid.uuid4().hex
    head = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n\r\n'
    tail = f"\r\n--{boundary}--\r\n"
    return head.encode() + content + tail.encode(), f"multipart/form-data; boundary={boundary}"


if __name__ == "__main__":
    if len(sys.argv) < 3 or not {"SLUICE_URL", "SLUICE_TOKEN"} <= os.environ.keys():
        sys.exit(__doc__)
    sluice = Sluice(os.environ["SLUICE_URL"], os.environ["SLUICE_TOKEN"])
    sent = sluice.upload(sys.argv[2:])
    sluice.download([file["id"] for file in sent], sys.argv[1])
