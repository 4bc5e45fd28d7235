#!/usr/bin/env python3
"""Writes the XML bodies in this folder: what stores answer to two presigned requests, one of which is changed on its
way in all the ways that `tests/diagnose.rs` tells apart.

    tests/vectors/errors/generate.py

The forms are those that S3, Google Cloud Storage, Ceph, Swift, MinIO, Garage, R2 and their like send. Nothing of the
crate is used: canonical requests, hashes and bytes are made here. Needs the standard library only.
"""

import hashlib
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent

SIGNATURE = "5ec7" * 16
TOKEN = "MARKEDtoken/+=="
CUSTOMER_KEY_HEADER = "x-amz-server-side-encryption-customer-key"
CUSTOMER_KEY = "MARKEDcustomerkeyMARKEDcustomerkey0123456789="


class Request:
    """What was signed, as the test signs it; every field may be changed."""

    def __init__(self, **changes):
        self.algorithm = "AWS4-HMAC-SHA256"
        self.to_sign_date = self.date = "20231114T221320Z"
        self.scope_date = "20231114"
        self.service = "s3"
        self.payload_hash = "UNSIGNED-PAYLOAD"
        self.sort = True
        self.signed_headers = None
        self.token = None
        self.defaults()
        for name, value in changes.items():
            assert hasattr(self, name), name
            setattr(self, name, value)

    def query(self):
        credential = f"AKIAIOSFODNN7EXAMPLE/20231114/{self.signed_region}/s3/aws4_request"
        pairs = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": quote(credential, safe=""),
            "X-Amz-Date": self.date,
            "X-Amz-Expires": "3600",
            "X-Amz-SignedHeaders": quote(";".join(self.signed_names), safe=""),
        }
        if self.token:
            pairs["X-Amz-Security-Token"] = quote(self.token, safe="")
        pairs = [f"{name}={value}" for name, value in (self.parameters | pairs).items()]
        return "&".join(sorted(pairs) if self.sort else pairs)

    def canonical(self):
        headers = sorted(self.headers.items())
        lines = [self.method, self.path, self.query()]
        lines += [f"{name}:{value}" for name, value in headers]
        lines += ["", self.signed_headers or ";".join(self.signed_names), self.payload_hash]
        return "\n".join(lines)

    def to_sign(self):
        digest = hashlib.sha256(self.canonical().encode()).hexdigest()
        scope = f"{self.scope_date}/{self.region}/{self.service}/aws4_request"
        return "\n".join([self.algorithm, self.to_sign_date, scope, digest])


class Get(Request):
    def defaults(self):
        self.method = "GET"
        self.path = "/messages/42/a%20b%20%C3%A9.pdf"
        self.region = self.signed_region = "eu-central-1"
        self.signed_names = ["host"]
        self.headers = {"host": "attachments.s3.eu-central-1.amazonaws.com"}
        self.disposition = quote('attachment; filename="a b.pdf"', safe="")
        self.parameters = {"response-content-disposition": self.disposition}


class Put(Request):
    def defaults(self):
        self.method = "PUT"
        self.path = "/attachments/in//photo%2B1.txt"
        self.region = self.signed_region = "eu-1"
        self.token = TOKEN
        self.headers = {
            "content-type": "text/plain",
            "host": "storage.example.com:9000",
            "x-amz-server-side-encryption-customer-algorithm": "AES256",
            CUSTOMER_KEY_HEADER: CUSTOMER_KEY,
            "x-amz-server-side-encryption-customer-key-md5": "hRasmdxgYDKV3nvbahU1MA==",
        }
        self.signed_names = list(self.headers)
        self.parameters = {}

    def with_header(self, name, value):
        self.headers = self.headers | {name: value}
        return self


def xml(elements, quote_mark='"'):
    body = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in elements)
    q = quote_mark
    return f"<?xml version={q}1.0{q} encoding={q}UTF-8{q}?>\n<Error>{body}</Error>"


IDS = [
    ("RequestId", "4442587FB7D0A2F9"),
    ("HostId", "gyB+3jRPnrkN98ZajxHXr3u7EFM67bNgSAxexeEHndCX/7GRnfTXxReKUQF28IfP"),
]
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your key and signing method."
)


def hex_bytes(text):
    return text.encode().hex(" ")


def aws(request, canonical_text=None, to_sign_text=None):
    canonical, to_sign = request.canonical(), request.to_sign()
    return xml(
        [
            ("Code", "SignatureDoesNotMatch"),
            ("Message", MISMATCH),
            ("AWSAccessKeyId", "AKIAIOSFODNN7EXAMPLE"),
            ("StringToSign", to_sign_text or to_sign),
            ("SignatureProvided", SIGNATURE),
            ("StringToSignBytes", hex_bytes(to_sign)),
            ("CanonicalRequest", canonical_text or canonical),
            ("CanonicalRequestBytes", hex_bytes(canonical)),
            *IDS,
        ]
    )


def gcs(request, canonical=True):
    return xml(
        [
            ("Code", "SignatureDoesNotMatch"),
            ("Message", "Access denied."),
            ("Details", MISMATCH.replace("key and", "Google secret key and")),
            ("StringToSign", request.to_sign()),
            *([("CanonicalRequest", request.canonical())] if canonical else []),
        ],
        quote_mark="'",
    )


def swift(request, signature=SIGNATURE):
    to_sign = request.to_sign()
    return xml(
        [
            ("Code", "SignatureDoesNotMatch"),
            ("Message", MISMATCH),
            ("RequestId", "txb1c42d3a6a4f4c7f8d1e2-006553f0a0"),
            ("AWSAccessKeyId", "test:tester"),
            ("StringToSign", to_sign),
            ("StringToSignBytes", hex_bytes(to_sign)),
            ("SignatureProvided", signature),
            ("CanonicalRequest", request.canonical()),
        ],
        quote_mark="'",
    )


def swift_code(error, message, *more):
    return xml(
        [("Code", error), ("Message", message), ("RequestId", "txb1c42d3a6a4f4c7f8d1e2-006553f0a0"), *more],
        quote_mark="'",
    )


def code(code, message=None, *more, ids=IDS):
    return xml([("Code", code), *([("Message", message)] if message else []), *more, *ids])


def minio(error, message):
    return xml(
        [
            ("Code", error),
            ("Message", message),
            ("BucketName", "attachments"),
            ("Resource", "/attachments/a"),
            ("RequestId", "17797F2E1A5C3B40"),
            ("HostId", "dd9025bab4ad464b049177c95eb6ebf374d3b3fd1af9251148b658df7ac2e3e8"),
        ]
    )


def ceph(error, *bucket):
    ids = [("RequestId", "tx000004dd318ee84c896dd-006b02a46c-1017-default"), ("HostId", "1017-default-default")]
    return xml([("Code", error), ("Message", ""), *bucket, *ids]).replace("\n", "")


def s3s(error, message=None):
    return code(error, message, ids=[]).replace("\n", "")


def garage(error, message):
    return xml([("Code", error), ("Message", message), ("Resource", "/attachments/a"), ("Region", "garage")])


EXPIRED = [
    ("X-Amz-Expires", "3600"),
    ("Expires", "2023-11-14T23:13:20Z"),
    ("ServerTime", "2023-11-15T08:00:00Z"),
]
QUERY_AUTHENTICATION = (
    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, "
    "X-Amz-SignedHeaders, and X-Amz-Expires parameters."
)
V2_TO_SIGN = "GET\n\n\n1700003600\n/attachments/messages/42/a%20b%20%C3%A9.pdf"


def bodies():
    get = Get()
    path, disposition = get.path, get.disposition
    one = lambda value: {"response-content-disposition": value}
    host = lambda value: {"host": value}

    yield "get-method", aws(Get(method="HEAD"))
    yield "get-path-encoded-twice", aws(Get(path=path.replace("%", "%25")))
    yield "get-path-decoded", aws(Get(path="/messages/42/a b é.pdf"))
    yield "get-path-other-escapes", gcs(Get(path=path.replace("%C3%A9", "%c3%a9")))
    yield "get-path-plus", aws(Get(path=path.replace("%20", "+")))
    yield "get-path-case", aws(Get(path=path.replace("messages", "Messages")))
    yield "get-path-final-slash", aws(Get(path=path + "/"))
    yield "get-path-beginning-removed", swift(Get(path=path.replace("/messages", "")))
    yield "get-path-beginning-added", aws(Get(path="/attachments" + path))
    yield "get-path-other", aws(Get(path="/messages/43/other.pdf"))
    yield "get-path-long", aws(Get(path="/" + "n" * 400 + path))
    yield "put-path-slashes-merged", aws(Put(path="/attachments/in/photo%2B1.txt"))
    yield "put-path-space-for-plus", aws(Put(path="/attachments/in//photo%201.txt"))

    yield "get-parameter-missing", aws(Get(parameters={}))
    yield "get-parameter-extra", aws(Get(parameters=one(disposition) | {"utm_source": "newsletter"}))
    yield "get-parameter-other", aws(Get(parameters=one(disposition.replace("a%20b", "c%20d"))))
    yield "get-parameter-empty", aws(Get(parameters=one("")))
    yield "get-parameter-encoded-twice", aws(Get(parameters=one(disposition.replace("%", "%25"))))
    yield "get-parameter-other-escapes", aws(Get(parameters=one(disposition.replace("%3B", "%3b"))))
    yield "get-parameter-plus", aws(Get(parameters=one(disposition.replace("%20", "%2B"))))
    yield "get-parameter-date", aws(Get(date="20231114T221321Z", to_sign_date="20231114T221321Z"))
    yield "put-token-shorter", aws(Put(token=TOKEN[:-4]))
    yield "put-token-other", aws(Put(token="MARKEDother/+=="))
    # XML lost a character, and there are no secrets in this one.
    yield "get-hidden", xml(
        [
            ("Code", "SignatureDoesNotMatch"),
            ("StringToSign", Get(path=path + "%00").to_sign()),
            ("CanonicalRequest", get.canonical()),
        ]
    )
    yield "get-query-order", swift(Get(sort=False))

    yield "get-host-other", aws(Get(headers=host("proxy.internal.example")))
    yield "get-host-case", aws(Get(headers=host("Attachments.s3.eu-central-1.amazonaws.com")))
    yield "put-host-port", swift(Put().with_header("host", "storage.example.com"))
    yield "put-header-missing", aws(Put().with_header("content-type", ""))
    yield "put-header-other", aws(Put().with_header("content-type", "image/png"))
    yield "put-header-charset", aws(Put().with_header("content-type", "text/plain;charset=UTF-8"))
    yield "put-header-case", aws(Put().with_header("content-type", "Text/Plain"))
    yield "put-header-spaces", aws(Put().with_header("content-type", " text/plain "))
    yield "put-header-extra", aws(Put().with_header("content-encoding", "gzip"))
    yield "put-customer-key-other", swift(Put().with_header(CUSTOMER_KEY_HEADER, CUSTOMER_KEY[::-1]))
    yield "put-customer-key-longer", swift(Put().with_header(CUSTOMER_KEY_HEADER, CUSTOMER_KEY + "="))
    yield "get-signed-headers", aws(Get(signed_headers="host;range"))
    yield "get-payload-hash", aws(Get(payload_hash=hashlib.sha256(b"").hexdigest()))

    yield "get-algorithm", xml(
        [("Code", "SignatureDoesNotMatch"), ("Message", MISMATCH), ("StringToSign", V2_TO_SIGN), *IDS]
    )
    yield "get-date", aws(Get(to_sign_date="20231114T221400Z"))
    yield "get-scope-date", aws(Get(scope_date="20231115"))
    yield "get-region", aws(Get(region="eu-west-1"))
    yield "get-service", aws(Get(service="s3express"))
    yield "get-hash-only", gcs(Get(method="HEAD"), canonical=False)
    # Logs fold line breaks; the bytes still have them.
    yield "get-folded", aws(
        Get(method="POST"), Get(method="POST").canonical().replace("\n", " "), get.to_sign().replace("\n", " ")
    )
    yield "get-wrong-secret", aws(get)
    yield "put-wrong-secret", aws(Put())
    yield "get-wrong-secret-swift", swift(get)
    yield "get-signature-cut", swift(get, SIGNATURE[:-1])
    yield "get-wrong-secret-gcs", gcs(get)
    yield "get-wrong-secret-to-sign-only", gcs(get, canonical=False)

    yield "get-unexplained-ceph", ceph("SignatureDoesNotMatch")
    # With `rgw_s3_auth_use_sts`, whatever is wrong with who signed, when and what.
    yield "get-refused-ceph", ceph("AccessDenied")
    yield "get-unexplained-minio", minio("SignatureDoesNotMatch", MISMATCH)
    yield "get-unexplained-garage", garage("AccessDenied", "Forbidden: Invalid signature")
    # Where a signed header did not arrive.
    yield "get-unexplained-swift", swift_code("SignatureDoesNotMatch", MISMATCH)
    yield "get-unexplained-r2", code(
        "SignatureDoesNotMatch", MISMATCH.replace("key and", "secret access key and"), ids=[]
    )

    yield "get-expired", code("AccessDenied", "Request has expired", *EXPIRED)
    yield "get-expired-minio", minio("AccessDenied", "Request has expired")
    yield "get-expired-swift", swift_code("AccessDenied", "Request has expired")
    yield "get-expired-r2", code("ExpiredRequest", "Request has expired.", ids=[])
    yield "get-expired-gcs", code(
        "ExpiredToken",
        "The provided token has expired.",
        ("Details", "Request signature expired at: 2023-11-14T23:13:20+00:00"),
        ids=[],
    )
    yield "get-not-yet-valid", code(
        "AccessDenied",
        "Request is not yet valid",
        ("X-Amz-Date", "1700000000000"),
        ("Expires", "2023-11-14T23:13:20Z"),
        ("ServerTime", "2023-11-14T21:00:00Z"),
    )
    yield "get-not-yet-valid-minio", minio("AccessDenied", "Request is not valid yet")
    yield "get-clock-skew", code(
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
        ("RequestTime", "20231114T221320Z"),
        ("ServerTime", "2023-11-14T23:00:00Z"),
        ("MaxAllowedSkewMilliseconds", "900000"),
    )
    yield "put-credentials-expired", code("ExpiredToken", "The provided token has expired.", ("Token-0", TOKEN))
    yield "put-invalid-token", code(
        "InvalidToken", "The provided token is malformed or otherwise invalid.", ("Token-0", TOKEN)
    )
    yield "get-unknown-key", code(
        "InvalidAccessKeyId",
        "The AWS Access Key Id you provided does not exist in our records.",
        ("AWSAccessKeyId", "AKIAIOSFODNN7EXAMPLE"),
    )
    yield "get-unknown-key-ceph", ceph("InvalidAccessKeyId")
    yield "get-unknown-key-s3s", s3s("NotSignedUp", "Your account is not signed up")
    yield "get-unknown-key-garage", garage("AccessDenied", "Forbidden: No such key: AKIAIOSFODNN7EXAMPLE")
    yield "get-unknown-key-sts", (
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
        "<Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error>"
        "<RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ErrorResponse>"
    )
    yield "get-other-region", code(
        "AuthorizationQueryParametersError",
        "Error parsing the X-Amz-Credential parameter; the region 'eu-central-1' is wrong; expecting 'eu-west-2'",
        ("Region", "eu-west-2"),
    )
    yield "get-other-region-garage", garage(
        "AuthorizationHeaderMalformed",
        "Authorization header malformed, unexpected scope: 20231114/eu-central-1/s3/aws4_request",
    )
    yield "get-other-region-r2", code(
        "InvalidRegionName",
        "The region name 'eu-central-1' is not valid. Must be one of: wnam, enam, weur, eeur, apac, auto",
        ids=[],
    )
    yield "get-other-service", swift_code(
        "AuthorizationQueryParametersError",
        'Error parsing the X-Amz-Credential parameter; incorrect service "s3-outposts". This endpoint belongs to "s3".',
    )
    yield "get-other-service-s3s", s3s(
        "NotImplemented", "unknown service 's3-outposts' in credential scope; expected 's3' or 'sts'"
    )
    yield "get-parameters-s3s", s3s("InvalidRequest", "missing presigned url v4 fields")
    yield "get-parameters-credential-s3s", s3s(
        "SignatureDoesNotMatch", "credential scope date does not match x-amz-date"
    )
    yield "get-parameters-ceph", ceph("InvalidArgument")
    yield "get-parameters-algorithm", swift_code(
        "InvalidArgument", "Invalid Argument.", ("ArgumentName", "X-Amz-Algorithm"), ("ArgumentValue", "")
    )
    yield "get-parameters-date", swift_code(
        "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header"
    )
    yield "get-parameters-credential", swift_code(
        "AuthorizationQueryParametersError",
        'Invalid credential date "19231114". This date is not the same as X-Amz-Date: "20231114".',
    )
    yield "get-parameters", code("AuthorizationQueryParametersError", QUERY_AUTHENTICATION)
    yield "get-parameters-expires", code(
        "AuthorizationQueryParametersError",
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800"
        " seconds",
    )
    yield "get-redirect", code(
        "PermanentRedirect",
        "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future"
        " requests to this endpoint.",
        ("Endpoint", "attachments.s3-eu-west-2.amazonaws.com"),
        ("Bucket", "attachments"),
    )
    yield "put-unsigned-headers", code(
        "AccessDenied",
        "There were headers present in the request which were not signed",
        ("HeadersNotSigned", "x-amz-acl, x-amz-meta-a"),
    )
    yield "put-unsigned-headers-garage", garage("InvalidRequest", "Bad request: Header `x-amz-acl` should be signed")
    yield "get-two-signatures", code(
        "InvalidArgument",
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or"
        " the Authorization header should be specified",
        ("ArgumentName", "Authorization"),
        ("ArgumentValue", f"AWS4-HMAC-SHA256 Credential=AKIA/20231114, Signature={SIGNATURE}"),
    )
    yield "get-access-denied", code("AccessDenied", "Access Denied")
    yield "get-access-denied-ceph", ceph("AccessDenied", ("BucketName", "attachments"))
    yield "get-no-such-key", code("NoSuchKey", "The specified key does not exist.", ("Key", "messages/42/a b é.pdf"))
    yield "get-no-such-bucket", code(
        "NoSuchBucket", "The specified bucket does not exist", ("BucketName", "attachments")
    )
    yield "get-no-such-bucket-s3s", s3s("InvalidBucketName")
    yield "get-other", code("SlowDown", "Please reduce your request rate.")


def main():
    for name, body in bodies():
        (HERE / f"{name}.xml").write_text(body, encoding="utf-8")


if __name__ == "__main__":
    main()
