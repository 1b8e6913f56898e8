"""Runs commands and watches processes the way a person at a terminal would."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
EMBEDDED = {
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "DEMO_MAILBOX",
    "FEEDBACK_KEY",
    "DJANGO_ENV",
    "DEMO_PORT",
}


def environment(**changes):
    """This environment without the servers of the test run."""
    kept = {name: value for name, value in os.environ.items() if name not in EMBEDDED}
    kept = {name: value for name, value in kept.items() if not name.startswith("PYTEST")}
    return kept | changes


def manage(*arguments, root=ROOT, **changes):
    return subprocess.run(
        [sys.executable, root / "manage.py", *arguments],
        env=environment(**changes),
        cwd=root,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def python(code, **changes):
    """A supervisor to be: `code` under this Python, with its output on a pipe."""
    return subprocess.Popen(
        [sys.executable, "-u", "-c", code],
        env=environment(**changes),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def mentioning(text):
    """Process ids whose command line or environment mentions `text`, this process aside."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            said = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if text.encode() in said and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def gone(text, seconds):
    """Whether nothing mentions `text` any more, within so many seconds."""
    until = time.monotonic() + seconds
    while left := mentioning(text):
        if time.monotonic() > until:
            return left
        time.sleep(0.05)
    return []
