"""The name under which each client must save a download.

It follows from the record: a client reads one of the two names in the header, and some do something to it that no
header prevents. Each such thing is an exception with a name, and with the version of the client that was seen to do
it. An exception that changes no name of all is an error too, so that none outlives its client.
"""

import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

# `filename=`, or `filename*=` where there is one.
READS = {
    "curl": "ascii_file_name",
    "wget": "file_name",
    "wget2": "ascii_file_name",
    "aria2": "file_name",
    "chromium": "file_name",
    "firefox": "file_name",
    "email, compat32": "ascii_file_name",
    "email, HTTP": "ascii_file_name",
    "werkzeug": "file_name",
    "aiohttp": "file_name",
    "decodeURIComponent": "ascii_file_name",
    "URLDecoder": "ascii_file_name",
}


@dataclass
class Exceptional:
    client: str
    seen: str
    what: str
    # What becomes of a name, given the record.
    change: Callable[[str, dict], str]


# `hdrval[512]` in http.c, and the last of these bytes is a NUL. What is left of the name may end within an escape,
# which then stays as it is, or within a character.
def cut(name, record):
    header = record["header"]
    if len(header) <= 511:
        return name
    return os.fsdecode(unquote_to_bytes(header[:511].split("filename*=UTF-8''")[1]))


# `ext.StripWhitespace()` in `nsExternalHelperAppService::SanitizeFileName`.
def close_extension(name, _):
    stem, dot, extension = name.rpartition(".")
    return stem + dot + extension.replace(" ", "") if dot else name


EXCEPTIONS = [
    Exceptional("wget", "1.21.3", "reads the first 511 bytes of the header", cut),
    Exceptional("chromium", "156", "composes (NFC)", lambda name, _: unicodedata.normalize("NFC", name)),
    # Elsewhere it stays, and at the start there is none.
    Exceptional("chromium", "156", "saves `_` for a tilde at the end", lambda name, _: re.sub("~$", "_", name)),
    # `kInvalidChars` in `nsExternalHelperAppService::SanitizeFileName`.
    Exceptional("firefox", "153", "saves `_` for a percent sign", lambda name, _: name.replace("%", "_")),
    Exceptional("URLDecoder", "17", "takes a plus sign for a space", lambda name, _: name.replace("+", " ")),
    Exceptional("firefox", "153", "takes spaces out of what follows the last dot", close_extension),
]


def predict(client, record):
    name = record[READS[client]]
    for exception in EXCEPTIONS:
        if exception.client == client:
            name = exception.change(name, record)
    return name


def affected(exception, records):
    """The records of which it changes the name."""
    name = READS[exception.client]
    return [record for record in records if exception.change(record[name], record) != record[name]]
