"""What the objects hold. All but the pictures and documents hold the token of this run, so that it can be found."""

import struct
import zlib

TEXT = "Größe – 日本語"


def named(token, place):
    """Different for each name, and with every byte in it."""
    return f"{token} {place}\n".encode() + bytes(range(256))


def page(kind, token, marker):
    """A page of which the script says, if it runs, that it did: to whoever looks at it, and to the server."""
    script = f"<script>window.ran = true; fetch('{marker}', {{mode: 'no-cors'}})</script>"
    text = {
        "html": f"<!DOCTYPE html><title>{token}</title><body>{script}",
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg"><text>{token}</text>{script}</svg>',
        "xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{token}</title>{script}</head><body/></html>',
        "text": TEXT,
    }.get(kind)
    return text.encode() if text is not None else {"png": PNG, "pdf": PDF}[kind]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# Three pixels wide and two high, black.
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(2 * b"\0\0\0\0"))
    + chunk(b"IEND", b"")
)

# One empty page. Its objects have no table: viewers look for them then.
PDF = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 99 99]>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""
