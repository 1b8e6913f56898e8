"""Who uses the demo's data: one command at a time holds it, others are told where its servers are."""

import fcntl
import json
import os
import secrets
from contextlib import contextmanager
from pathlib import Path

from stepforward.devstack.saying import Refusal

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".demo"


class Held(Exception):
    """Another command holds the data."""


@contextmanager
def holding(home=HOME):
    """Hold the data folder. The lock goes with this process and its leash, so none is left behind."""
    home.mkdir(exist_ok=True, mode=0o700)
    lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Held from None
    state = home / "running.json"
    state.unlink(missing_ok=True)
    try:
        yield lock
    finally:
        state.unlink(missing_ok=True)
        os.close(lock)


def announce(environment, home=HOME, **details):
    """Tell other commands where the servers are."""
    state = home / "running.json"
    unfinished = state.with_suffix(".part")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps({"pid": os.getpid(), "environment": environment, **details}))
    unfinished.replace(state)


def announced(home=HOME):
    """What the holder said, or an empty dict while it is still starting."""
    try:
        return json.loads((home / "running.json").read_text())
    except (OSError, ValueError):
        return {}


def refuse_second(home=HOME):
    said = announced(home)
    if said.get("address"):
        return Refusal(f"The demo is already running at {said['address']} (process {said['pid']}).")
    who = f"process {said['pid']}" if said else "it is just starting or ending"
    return Refusal(f"Another command is using the demo's servers ({who}): wait for it to end.")


def kept_secret(name, home=HOME):
    """A random text made once for this data folder."""
    file = home / name
    if not file.exists():
        file.touch(mode=0o600)
    if not file.read_text():
        file.write_text(secrets.token_urlsafe(12) if name == "password" else secrets.token_hex(32))
    return file.read_text()
