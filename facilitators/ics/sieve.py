"""iCalendar text (RFC 5545), first pass: only what says when somebody is busy goes on, line by line.

Titles, places, people, notes and alarms are dropped here, before anything else looks at the text.
"""

import re
from dataclasses import dataclass, field

WHEN = {
    "UID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "RECURRENCE-ID",
    "SEQUENCE",
    "STATUS",
    "TRANSP",
    "X-MICROSOFT-CDO-BUSYSTATUS",
}
KEPT = {
    "VEVENT": WHEN,
    "VFREEBUSY": {"FREEBUSY"},
    "VTIMEZONE": {
        "BEGIN",
        "END",
        "TZID",
        "DTSTART",
        "RRULE",
        "RDATE",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "TZNAME",
    },
}
OF_THE_CALENDAR = {"X-WR-TIMEZONE", "CALSCALE"}
LINE_END = re.compile(r"\r\n|\n|\r")
NAME = re.compile(r"[A-Za-z0-9-]+")


class NoCalendar(ValueError):
    """The text does not begin as a calendar does."""


class CutOff(ValueError):
    """The text ends before the calendar does."""


@dataclass
class Sifted:
    """Logical lines, without the component's own BEGIN and END: one list for each event and the others."""

    calendar: list = field(default_factory=list)
    components: dict = field(default_factory=lambda: {name: [] for name in KEPT})


def sift(body):
    """`body` in bytes, as a Sifted. Raises NoCalendar and CutOff. Nothing in it makes this deeper or longer
    than the text is."""
    lines = LINE_END.split(body.decode("utf-8-sig", errors="replace").lstrip())
    if lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise NoCalendar
    sifted, inside, component = Sifted(), [], []
    last = None  # the list of which the last line may go on in the next
    for line in lines:
        if line[:1] in {" ", "\t"}:
            if last is not None:
                last[-1] += line[1:]
            continue
        last = None
        found = NAME.match(line)
        name = found[0].upper() if found else ""
        if name == "BEGIN":
            inside.append(line[6:].strip().upper())
            if len(inside) == 2:
                component = []
                continue
        elif name == "END":
            if not inside or inside.pop() != line[4:].strip().upper():
                raise CutOff
            if len(inside) < 2:
                ended = line[4:].strip().upper()
                if ended in KEPT:
                    sifted.components[ended].append(component)
                continue
        if _says_when(inside, name):
            last = sifted.calendar if len(inside) == 1 else component
            last.append(line)
    if inside:
        raise CutOff
    return sifted


def _says_when(inside, name):
    if len(inside) < 2:
        return bool(inside) and name in OF_THE_CALENDAR
    # Deeper within an event are its alarms; within a zone, its rules.
    return name in KEPT.get(inside[1], ()) and (len(inside) == 2 or inside[1] == "VTIMEZONE")
