"""A process that reads one calendar and has nothing else: `python -m facilitators.ics SINCE UNTIL`, both in
seconds of Unix time; the text comes in by standard input, JSON goes out. It cannot take more than its time
and memory; where it ends without an answer, the calendar was too much."""

import json
import resource
import sys
from contextlib import suppress
from datetime import UTC, datetime

from facilitators.ics.expanding import TooMuch, busy
from facilitators.ics.sieve import CutOff, NoCalendar, sift

CPU_SECONDS = 20
MEMORY = 700 * 2**20  # bytes of address space; Python and the libraries have 100 MB of it
REFUSALS = {NoCalendar: "no_calendar", CutOff: "cut_off", TooMuch: "too_much", MemoryError: "too_much"}


def main(since, until):
    for limit, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY)):
        with suppress(ValueError, OSError):  # where the system does not know such a limit
            resource.setrlimit(limit, (most, most))
    since, until = (datetime.fromtimestamp(int(seconds), UTC) for seconds in (since, until))
    try:
        stretches, unread = busy(sift(sys.stdin.buffer.read()), since, until)
    except tuple(REFUSALS) as refused:
        said = {"refused": next(word for kind, word in REFUSALS.items() if isinstance(refused, kind))}
    else:
        said = {
            "busy": [[start.timestamp(), end.timestamp()] for start, end in stretches],
            "unread": unread,
        }
    json.dump(said, sys.stdout)


main(*sys.argv[1:])
