"""What programs in Python find in the header: two ways in the standard library, and two packages."""

import email.message
import email.policy
from importlib.metadata import version
from platform import python_version

from aiohttp.multipart import content_disposition_filename, parse_content_disposition
from werkzeug.http import parse_options_header


def with_email(policy):
    def file_name(header):
        message = email.message.EmailMessage(policy) if policy else email.message.Message()
        message["content-disposition"] = header
        return message.get_filename()

    return file_name


PARSERS = {
    "email, compat32": (python_version(), with_email(None)),
    "email, HTTP": (python_version(), with_email(email.policy.HTTP)),
    "werkzeug": (version("werkzeug"), lambda header: parse_options_header(header)[1].get("filename")),
    "aiohttp": (version("aiohttp"), lambda header: content_disposition_filename(parse_content_disposition(header)[1])),
}
