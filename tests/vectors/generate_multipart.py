#!/usr/bin/env python3
"""What botocore sends and reads around a multipart upload, as test vectors.

    venv/bin/python generate_multipart.py > multipart.jsonl   # the same bytes on every run
    python generate_multipart.py --check multipart.jsonl      # reads everything again; needs no botocore

Each line is one JSON object (ASCII, keys sorted), of one of two kinds:

    parts              [[number, entity tag, checksum or null], ...]; a checksum is [the crate's name of it, Base64]
    body               the body of CompleteMultipartUpload that botocore makes of them

    operation          "create" or "complete"
    answer             the body of an answer with 200
    upload_id, code    what botocore reads in it: the upload's id, the error's code, or null
"""

import argparse
import base64
import json
import random
import sys
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

from generate import expect

SEED = 20260417
COUNT = 60
NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
CHECKSUMS = {
    "Crc32": ("ChecksumCRC32", 4),
    "Crc32c": ("ChecksumCRC32C", 4),
    "Crc64Nvme": ("ChecksumCRC64NVME", 8),
    "Sha1": ("ChecksumSHA1", 20),
    "Sha256": ("ChecksumSHA256", 32),
    "Sha512": ("ChecksumSHA512", 64),
    "Md5": ("ChecksumMD5", 16),
    "XxHash64": ("ChecksumXXHASH64", 8),
    "XxHash3": ("ChecksumXXHASH3", 8),
    "XxHash128": ("ChecksumXXHASH128", 16),
}
OPERATIONS = {"create": "CreateMultipartUpload", "complete": "CompleteMultipartUpload"}
GRAPHIC = "".join(map(chr, range(0x21, 0x7F))).replace('"', "")


class Oracle:
    def __init__(self):
        import botocore.session
        from botocore import parsers, serialize

        client = botocore.session.get_session().create_client(
            "s3", region_name="eu-central-1", aws_access_key_id="id", aws_secret_access_key="secret"
        )
        self.model = client.meta.service_model
        self.serializer = serialize.create_serializer("rest-xml")
        self.parser = parsers.create_parser("rest-xml")

    def body(self, parts):
        parts = [
            {"PartNumber": number, "ETag": tag, **({CHECKSUMS[checksum[0]][0]: checksum[1]} if checksum else {})}
            for number, tag, checksum in parts
        ]
        request = {"Bucket": "b", "Key": "k", "UploadId": "u", "MultipartUpload": {"Parts": parts}}
        model = self.model.operation_model(OPERATIONS["complete"])
        return self.serializer.serialize_to_request(request, model)["body"].decode()

    def read(self, operation, answer):
        """The upload id and the code. A handler of botocore's takes a 200 with an error for a failure, by its root."""
        status = 500 if ElementTree.fromstring(answer).tag == "Error" else 200
        shape = self.model.operation_model(OPERATIONS[operation]).output_shape
        read = self.parser.parse({"body": answer.encode(), "headers": {}, "status_code": status}, shape)
        return read.get("UploadId"), read.get("Error", {}).get("Code")


def pick_parts(rng):
    numbers = sorted(rng.sample(range(1, 10_001), rng.choice([1, 2, 3, 8])))
    if rng.random() < 0.2:
        numbers = sorted({1, *numbers, 10_000})
    parts = []
    for number in numbers:
        tag = rng.choice([f"{rng.getrandbits(128):032x}", "".join(rng.choices(GRAPHIC, k=rng.randint(1, 40)))])
        name = rng.choice([None, *CHECKSUMS])
        checksum = name and [name, base64.b64encode(rng.randbytes(CHECKSUMS[name][1])).decode()]
        parts.append([number, f'"{tag}"', checksum])
    return parts


def pick_answer(rng):
    operation = rng.choice(list(OPERATIONS))
    namespace = rng.choice(["", f' xmlns="{NAMESPACE}"'])
    # A store keeps the connection alive with spaces.
    start = rng.choice(["", '<?xml version="1.0" encoding="UTF-8"?>' + rng.choice(["", "\n", "\n \n \n"])])
    gap = rng.choice(["", "\n  "])
    if rng.random() < 0.4:
        code = rng.choice(["InternalError", "SlowDown", "NoSuchUpload", "InvalidPart", "InvalidPartOrder"])
        elements = [("Code", code), ("Message", "It & that < failed."), ("RequestId", "656c76696e6727")]
        root = "Error"
    elif operation == "create":
        text = "".join(rng.choices(GRAPHIC + '"é\u2028', k=rng.randint(1, 128)))
        elements = [("Bucket", "b"), ("Key", "a & b.bin"), ("UploadId", text)]
        root = "InitiateMultipartUploadResult"
    else:
        elements = [("Location", "https://b/a?b&c"), ("Bucket", "b"), ("Key", "k"), ("ETag", '"3858f62230ac3c91-9"')]
        root = "CompleteMultipartUploadResult"
    inner = "".join(f"{gap}<{name}>{escape(text)}</{name}>" for name, text in elements)
    return operation, f"{start}<{root}{namespace if root != 'Error' else ''}>{inner}{gap.rstrip()}</{root}>"


def records():
    rng, oracle = random.Random(SEED), Oracle()
    for _ in range(COUNT):
        parts = pick_parts(rng)
        yield {"parts": parts, "body": oracle.body(parts)}
    for _ in range(COUNT):
        operation, answer = pick_answer(rng)
        upload_id, code = oracle.read(operation, answer)
        yield {"operation": operation, "answer": answer, "upload_id": upload_id, "code": code}


def check(record):
    """Raises unless what was read says what the record does."""
    if "parts" in record:
        root = ElementTree.fromstring(record["body"])
        elements = {element: name for name, (element, _) in CHECKSUMS.items()}
        parts = []
        for part in root:
            number, tag, *checksum = [(element.tag.removeprefix(f"{{{NAMESPACE}}}"), element.text) for element in part]
            expect((number[0], tag[0]) == ("PartNumber", "ETag"), record, "other elements")
            parts.append([int(number[1]), tag[1], [elements[checksum[0][0]], checksum[0][1]] if checksum else None])
        expect(parts == record["parts"], record, "other parts in the body")
        return
    found = {element.tag.rpartition("}")[2]: element.text for element in ElementTree.fromstring(record["answer"])}
    read = (found.get("UploadId"), found.get("Code"))
    expect(read == (record["upload_id"], record["code"]), record, "another answer")


def main():
    parser = argparse.ArgumentParser(description="botocore's multipart uploads as test vectors, see the docstring")
    parser.add_argument("--check", metavar="FILE", help="read everything in FILE again and make nothing")
    args = parser.parse_args()
    if args.check:
        with open(args.check, encoding="ascii") as lines:
            count = 0
            for count, line in enumerate(lines, 1):
                check(json.loads(line))
        print(f"{count} records, each says what it is read as")
        return
    for number, record in enumerate(records()):
        check(record)
        # bytes, lest a platform's text mode turn the line ends
        made = {"id": number, **record}
        sys.stdout.buffer.write(json.dumps(made, sort_keys=True, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
