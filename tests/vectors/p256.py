"""Signature Version 4A's key and ECDSA on P-256, from their descriptions (NIST SP 800-186 and FIPS 186-5), to check signatures
with, and to make some that tests are fed with. It is slow, and not for secrets: nothing here takes constant time."""

import hashlib
import hmac

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def add(left, right):
    """Of points; `None` is the one at infinity."""
    if left is None or right is None:
        return left or right
    (x1, y1), (x2, y2) = left, right
    if x1 == x2 and (y1 + y2) % P == 0:
        return None
    slope = (3 * x1 * x1 - 3) * pow(2 * y1, -1, P) if left == right else (y2 - y1) * pow(x2 - x1, -1, P)
    x = (slope * slope - x1 - x2) % P
    return x, (slope * (x1 - x) - y1) % P


def multiply(factor, point):
    product = None
    while factor:
        if factor & 1:
            product = add(product, point)
        point, factor = add(point, point), factor >> 1
    return product


def private_key(access_key_id, secret_access_key):
    for counter in range(1, 255):
        context = access_key_id.encode() + bytes([counter])
        message = b"\0\0\0\1" + b"AWS4-ECDSA-P256-SHA256\0" + context + (256).to_bytes(4, "big")
        candidate = int.from_bytes(hmac.digest(b"AWS4A" + secret_access_key.encode(), message, "sha256"), "big")
        if candidate <= ORDER - 2:
            return candidate + 1
    raise ValueError("no key")


def public_key(access_key_id, secret_access_key):
    return multiply(private_key(access_key_id, secret_access_key), BASE)


def numbers(der):
    """The two of a signature; DER has one form for them (ITU-T X.690, sections 8.3 and 10.1)."""
    kind, length, rest = der[0], der[1], der[2:]
    values = []
    while rest:
        value = rest[2 : 2 + rest[1]]
        shortest = len(value) > 0 and (len(value) == 1 or value[0] != 0 or value[1] & 0x80)
        if rest[0] != 2 or len(value) != rest[1] or not shortest or value[0] & 0x80:
            raise ValueError("no DER")
        values.append(int.from_bytes(value, "big"))
        rest = rest[2 + len(value) :]
    if kind != 0x30 or length != len(der) - 2 or len(values) != 2:
        raise ValueError("no DER")
    return values


def has_signed(public_key, message, signature):
    """Whether a signature, DER in hex, is one of a text (FIPS 186-5, section 6.4.2)."""
    r, s = numbers(bytes.fromhex(signature))
    if not (0 < r < ORDER and 0 < s < ORDER):
        return False
    digest = int.from_bytes(hashlib.sha256(message.encode()).digest(), "big")
    inverse = pow(s, -1, ORDER)
    point = add(multiply(digest * inverse % ORDER, BASE), multiply(r * inverse % ORDER, public_key))
    return point is not None and point[0] % ORDER == r


def sign(private_key, message):
    """A signature of a text, DER in hex, the same one each time (FIPS 186-5, section 6.4.1)."""
    digest = int.from_bytes(hashlib.sha256(message.encode()).digest(), "big")
    nonce = int.from_bytes(hashlib.sha256(f"{private_key} {message}".encode()).digest(), "big") % ORDER
    r = multiply(nonce, BASE)[0] % ORDER
    return encode(r, pow(nonce, -1, ORDER) * (digest + r * private_key) % ORDER)


def encode(r, s):
    """DER, in hex."""
    values = [value.to_bytes(value.bit_length() // 8 + 1, "big") for value in (r, s)]
    body = b"".join(bytes([2, len(value)]) + value for value in values)
    return (bytes([0x30, len(body)]) + body).hex()
