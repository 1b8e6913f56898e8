"""What the commands say: one line a step with its time, one sentence when something cannot be."""

import errno
import shutil
import sys
import time
from contextlib import contextmanager
from pathlib import Path

NEARLY_NOTHING = 1_000_000  # bytes: so little is left that a log cannot even say that the disk is full


class Refusal(Exception):
    """One clear sentence for the person at the keyboard. The command ends with a non-zero exit code."""


class Step:
    """A step under way; `progress` says how far it is without filling a log file."""

    def __init__(self, text):
        self.text = text
        self.told = 0

    def progress(self, done, total):
        if sys.stdout.isatty():
            print(f"\r{self.text} … {done} of {total} ", end="", flush=True)
        elif done * 4 // total > self.told:
            self.told = done * 4 // total
            print(f"{done} of {total}, ", end="", flush=True)


@contextmanager
def step(text):
    """Print what is being done, then the seconds it took, on one line."""
    started = time.monotonic()
    print(f"{text} … ", end="", flush=True)
    under_way = Step(text)
    try:
        yield under_way
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


@contextmanager
def quietly(text):
    """A step that nobody needs to hear of."""
    yield


def tail(log, lines=15):
    """The end of a log file, indented, to stand under a sentence about what failed."""
    try:
        text = Path(log).read_text(errors="replace")
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.strip().splitlines()[-lines:])


def failed(sentence, log):
    """The refusal for a program that failed, with the end of its log; a full disk is named as such."""
    end = tail(log)
    full = "No space left on device" in end or "ENOSPC" in end
    if full or shutil.disk_usage(Path(log).parent).free < NEARLY_NOTHING:
        return Refusal(disk_full(Path(log).parent))
    return Refusal(f"{sentence} The end of {log}:\n{end}" if end else sentence)


def disk_full(place):
    return f"The disk is full at {place}: free some space and run this again."


def in_one_sentence(error):
    """An operating-system error as a person would say it."""
    place = error.filename or Path.cwd()
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(place)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{place} cannot be written: {error.strerror.lower()}. Does it belong to somebody else?"
    return f"{place}: {error.strerror or error}."
