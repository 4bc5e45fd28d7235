"""Files that hold a text, anywhere on this machine."""

import os
import subprocess
from pathlib import Path


def files_with(text, since, folder):
    """The small ones that were made or changed after the file `since`. `folder` may be on a disk of its own."""
    places = {os.stat(place).st_dev: place for place in ["/var/tmp", "/tmp", Path.home(), folder, "/"]}
    found = set()
    for place in places.values():
        command = ["find", place, "-xdev", "-type", "f", "-cnewer", since, "-size", "-64k", "-print0"]
        listed = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        for path in map(Path, map(os.fsdecode, listed.split(b"\0")[:-1])):
            # The files of other programs come and go.
            try:
                if text.encode() in path.read_bytes():
                    found.add(path)
            except OSError:
                pass
    return found
