"""Reading a calendar that somebody else wrote, in a process apart: it may be as hostile as it likes, and
knows no key, no database and no title of anything."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from facilitators import refusals

SECONDS = 60
REFUSED = {
    "no_calendar": refusals.NoCalendar,
    "cut_off": refusals.CalendarCutOff,
    "too_much": refusals.TooMuchCalendar,
}


@dataclass(frozen=True)
class Busy:
    """`stretches` holds (start, end) in aware UTC, in order, merged; `unread` says how many entries could not
    be understood."""

    stretches: tuple
    unread: int


def read(body, *, since, until):
    """What the iCalendar text `body`, bytes, keeps its owner from between two aware moments. Raises a kind of
    CalendarRefused."""
    command = [sys.executable, "-m", "facilitators.ics", *(f"{at.timestamp():.0f}" for at in (since, until))]
    try:
        ran = subprocess.run(  # noqa: S603
            command,
            input=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env={"PATH": os.defpath, "PYTHONUTF8": "1"},
            timeout=SECONDS,
            check=True,
        )
        said = json.loads(ran.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise refusals.TooMuchCalendar from None
    if refused := REFUSED.get(said.get("refused")):
        raise refused
    busy = tuple(tuple(datetime.fromtimestamp(at, UTC) for at in stretch) for stretch in said["busy"])
    return Busy(busy, said["unread"])
