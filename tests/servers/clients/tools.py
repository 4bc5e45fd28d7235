"""Downloads from the command line: every link in a folder of its own, as many names are the same."""

import re
import subprocess


def one_by_one(*command):
    def save(downloads):
        for url, folder in downloads:
            run([*command, url], cwd=folder)

    return save


# All in one process, where a client can: its start takes longer than a download.


def curl(downloads):
    options = "remote-name\nremote-header-name\nsilent\nshow-error\nfail\n"  # -OJ -sSf
    links = [f'url = "{url}"\noutput-dir = "{folder}"\n{options}' for url, folder in downloads]
    run(["curl", "-q", "--config", "-"], input="next\n".join(links))


def aria2(downloads):
    links = "".join(f"{url}\n  dir={folder}\n" for url, folder in downloads)
    run(["aria2c", "--no-conf", "--quiet", "--file-allocation=none", "--input-file=-"], input=links)


def run(command, **options):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-500:]}")
    return done.stdout


# Without the settings of whoever runs this.
TOOLS = {
    "curl": ("curl", curl),
    "wget": ("wget", one_by_one("wget", "--no-config", "--quiet", "--content-disposition")),
    "wget2": ("wget2", one_by_one("wget2", "--no-config", "--quiet", "--content-disposition")),
    "aria2": ("aria2c", aria2),
}


def version(program):
    return re.search(r"\d[\d.]+", run([program, "--version"]))[0]
