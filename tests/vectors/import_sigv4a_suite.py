#!/usr/bin/env python3
"""AWS's own suite for Signature Version 4A, as test vectors: each of its cases that signs a query, on one line.

    python import_sigv4a_suite.py aws-sigv4-1.6.4/aws-signing-test-suite/v4a > sigv4a_suite.jsonl

The suite is that of aws-c-auth 0.9.0 (github.com/awslabs/aws-c-auth, `tests/aws-signing-test-suite`), as the source package of
aws-sigv4 1.6.4 on crates.io carries it; copyright Amazon.com, Inc. or its affiliates, Apache-2.0. Nothing of it is changed but
the form.

    name, context         of the case
    request               with its body, to be signed
    canonical_request, string_to_sign, signature
    public_key            X and Y, in hex
"""

import json
import sys
from pathlib import Path

CREDENTIALS = ("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")


def main():
    for case in sorted(Path(sys.argv[1]).iterdir()):
        text = lambda name: (case / name).read_text()
        context, key = json.loads(text("context.json")), json.loads(text("public-key.json"))
        credentials = context["credentials"]
        if (credentials["access_key_id"], credentials["secret_access_key"]) != CREDENTIALS:
            raise ValueError(f"{case.name} has other credentials")
        record = {
            "name": case.name,
            "context": context,
            "request": text("request.txt"),
            "canonical_request": text("query-canonical-request.txt"),
            "string_to_sign": text("query-string-to-sign.txt"),
            "signature": text("query-signature.txt"),
            "public_key": [key["X"], key["Y"]],
        }
        sys.stdout.buffer.write(json.dumps(record, sort_keys=True, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
