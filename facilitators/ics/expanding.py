"""From sifted iCalendar text to the stretches of time in which its owner is busy. Standard library, icalendar
and recurring-ical-events alone, because it runs in a process of its own that has nothing of the site.

Decided here: an entry is busy unless it is cancelled, or shown as free or as working elsewhere (that is where
they are, not that they cannot come); tentative and out of office are busy. Outlook's own word for it is more
exact than TRANSP and goes before it. Whole days and times without a zone are London's, as they are for
whoever wrote them; so is a zone that neither the file nor the tables of zones know.
"""

import re
import warnings
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vPeriod
from icalendar.timezone import tzp
from recurring_ical_events import of

LONDON = ZoneInfo("Europe/London")
MOST = 5000  # stretches
AROUND = timedelta(days=2)  # more than clocks anywhere differ from London's
DAY = timedelta(days=1)
NOT_BUSY = {"FREE", "WORKINGELSEWHERE"}
REPEATS = {"RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"}
TOO_OFTEN = re.compile(r"FREQ=(SECONDLY|MINUTELY)", re.IGNORECASE)
PROPERTY = re.compile(r"([A-Za-z-]+)(?:;([^:]*))?:(.*)", re.DOTALL)
ZONE = re.compile(r'TZID=(?:"([^"]*)"|([^;:,"]*))', re.IGNORECASE)
STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")


class TooMuch(ValueError):
    """The calendar holds more entries than anybody's does."""


def busy(sifted, since, until):
    """([(start, end), …] in order, merged, within the aware UTC moments `since` and `until`; how many entries
    could not be read). Raises TooMuch."""
    warnings.simplefilter("ignore")
    found, unread, series = [], 0, defaultdict(list)
    for lines in sifted.components["VTIMEZONE"]:
        _learn_zone(lines)
    for n, lines in enumerate(sifted.components["VEVENT"]):
        event = _properties(lines)
        series[event["UID"][1] if "UID" in event else n].append((lines, event))
    for entries in series.values():
        try:
            found += _of_series(entries, sifted.calendar, since, until)
        except (TooMuch, MemoryError):
            raise
        except Exception:  # noqa: BLE001  the libraries raise whatever bad text makes them raise
            unread += len(entries)
        if len(found) > 2 * MOST:
            found = merged(found, since, until)
    for lines in sifted.components["VFREEBUSY"]:
        for line in lines:
            try:
                found += _of_freebusy(line)
            except Exception:  # noqa: BLE001  as above
                unread += 1
    return merged(found, since, until), unread


def merged(stretches, since, until):
    """The same time in as few stretches as can be, in order, and none of it outside."""
    whole = []
    for start, end in sorted(stretches):
        start, end = max(start, since), min(end, until)
        if start >= end:
            continue
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    if len(whole) > MOST:
        raise TooMuch
    return whole


def _of_series(entries, calendar, since, until):
    """The stretches of all entries with one UID."""
    (lines, event), *others = entries
    if not others and not REPEATS & event.keys():
        if not _takes_time(event):
            return []
        if (plain := _plain(event)) is not None:
            return [plain]
    elif any(TOO_OFTEN.search(event["RRULE"][1]) for _, event in entries if "RRULE" in event):
        raise TooMuch
    whole = Calendar.from_ical("\r\n".join(["BEGIN:VCALENDAR", *calendar, "END:VCALENDAR", ""]))
    for lines, _ in entries:
        component = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
        if component.errors:
            raise ValueError
        whole.add_component(component)
    found = []
    for one in of(whole).between(since - AROUND, until + AROUND):
        if _takes_time({name: ("", str(value)) for name, value in one.items()}):
            found.append(_stretch(one["DTSTART"].dt, one["DTEND"].dt))
    return found


def _takes_time(event):
    """Whether an entry, {name: (parameters, value)}, keeps its owner from being anywhere else."""
    said = {name: event[name][1].strip().upper() for name in event}
    if said.get("STATUS") == "CANCELLED":
        return False
    if shown := said.get("X-MICROSOFT-CDO-BUSYSTATUS"):
        return shown not in NOT_BUSY
    return said.get("TRANSP") != "TRANSPARENT"


def _plain(event):
    """The stretch of an entry that happens once and says so in the usual way; None for any other, which the
    library reads. Most entries are such, and it would take a hundred times as long."""
    if "DURATION" in event or "DTSTART" not in event:
        return None
    start = _moment(*event["DTSTART"])
    if "DTEND" in event:
        end = _moment(*event["DTEND"])
    else:
        end = start and (start if isinstance(start, datetime) else start + DAY)
    return None if start is None or end is None else _stretch(start, end)


def _moment(parameters, value):
    found = STAMP.fullmatch(value.strip())
    if not found:
        return None
    day = date(*map(int, found.groups()[:3]))
    if found[4] is None:
        return day
    clock = time(int(found[4]), int(found[5]), min(int(found[6]), 59))
    if found[7]:
        return datetime.combine(day, clock, UTC)
    zone = ZONE.search(parameters)
    return datetime.combine(day, clock, tzp.timezone(zone[1] or zone[2]) if zone else None)


def _stretch(start, end):
    if not isinstance(start, datetime) and not isinstance(end, datetime):
        end = max(end, start + DAY)  # some write the same day for both
    return _utc(start), _utc(end)


def _utc(moment):
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


def _of_freebusy(line):
    parameters, value = PROPERTY.fullmatch(line).groups()[1:]
    if "FBTYPE=FREE" in (parameters or "").upper().split(";"):
        return []
    found = []
    for period in value.strip().split(","):
        start, end = vPeriod.from_ical(period)
        found.append((_utc(start), _utc(start + end if isinstance(end, timedelta) else end)))
    return found


def _learn_zone(lines):
    """Know a zone by its name from now on; one that cannot be read stays unknown, and so does one
    whose clocks change every minute."""
    if any(TOO_OFTEN.search(line) for line in lines):
        return
    try:
        zone = Timezone.from_ical("\r\n".join(["BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE", ""]))
        tzp.cache_timezone_component(zone)
    except Exception:  # noqa: BLE001, S110  as above
        pass


def _properties(lines):
    """{name: (parameters, value)}; of a name that stands twice, the last."""
    found = {}
    for line in lines:
        if match := PROPERTY.fullmatch(line):
            found[match[1].upper()] = (match[2] or "", match[3])
    return found
