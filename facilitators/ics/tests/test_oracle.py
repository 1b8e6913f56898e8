"""What is read equals what is counted: of calendars made at random, every quarter of an hour by itself."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from facilitators.ics.expanding import busy
from facilitators.ics.sieve import sift
from facilitators.ics.tests.calendars import calendar, event
from facilitators.ics.tests.zones import LONDON as LONDON_S_RULES

LONDON = ZoneInfo("Europe/London")
QUARTER, DAY, WEEK = timedelta(minutes=15), timedelta(days=1), timedelta(weeks=1)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
CHANGES = [date(2026, 3, 29), date(2026, 10, 25)]  # of the clocks
ZONES = {
    "Europe/London": LONDON,
    "GMT Standard Time": LONDON,
    "America/New_York": ZoneInfo("America/New_York"),
}
ZONES |= {"": LONDON, "UTC": UTC}  # floating, and with a Z

quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))


@st.composite
def series(draw):
    """A rule in our own words: a dictionary."""
    change = draw(st.sampled_from(CHANGES))
    freq = draw(st.sampled_from(["ONCE", "DAILY", "WEEKLY", "MONTHLY"]))
    whole = draw(st.booleans()) and draw(st.booleans())
    start = change - timedelta(days=draw(st.integers(-5, 45)))
    ending = draw(st.sampled_from(["count", "until", "never"]))
    return {
        "start": start,
        "clock": time() if whole else draw(quarters),
        "whole": whole,
        "length": DAY * draw(st.integers(1, 3)) if whole else QUARTER * draw(st.integers(1, 60)),
        "zone": "" if whole else draw(st.sampled_from(list(ZONES))),
        "freq": freq,
        "interval": draw(st.integers(1, 3)),
        "weekdays": {start.weekday(), *draw(st.sets(st.integers(0, 6), max_size=2))},
        "count": draw(st.integers(1, 12)) if ending == "count" else None,
        "until": start + timedelta(days=draw(st.integers(0, 50))) if ending == "until" else None,
        "left_out": draw(st.sets(st.integers(0, 8), max_size=2)),
        "moved": draw(st.dictionaries(st.integers(0, 8), st.integers(-40, 40), max_size=2)),
        "off": draw(st.sets(st.integers(0, 8), max_size=2)),
        "more": draw(st.lists(st.integers(1, 30), max_size=2, unique=True)),
        "mark": draw(st.sampled_from(["", "STATUS:CONFIRMED", "TRANSP:TRANSPARENT", "STATUS:CANCELLED"])),
    }


# --- The oracle: days of the calendar, one after the other ---


def monday_of(day):
    return day - timedelta(days=day.weekday())


def falls_on(rule, day):
    weeks = (monday_of(day) - monday_of(rule["start"])) // WEEK
    months = (day.year - rule["start"].year) * 12 + day.month - rule["start"].month
    return {
        "ONCE": day == rule["start"],
        "DAILY": (day - rule["start"]).days % rule["interval"] == 0,
        "WEEKLY": day.weekday() in rule["weekdays"] and weeks % rule["interval"] == 0,
        "MONTHLY": day.day == rule["start"].day and months % rule["interval"] == 0,
    }[rule["freq"]]


def days_of_rule(rule, last):
    days = (rule["start"] + timedelta(days=n) for n in range((last - rule["start"]).days + 1))
    days = (day for day in days if falls_on(rule, day))
    if rule["freq"] != "ONCE":
        days = (day for day in days if rule["until"] is None or day <= rule["until"])
        days = islice(days, rule["count"]) if rule["count"] else days
    return list(days)


def walls(rule, last):
    """Start of each occurrence on the clock of its zone, as it is in the end."""
    days = days_of_rule(rule, last)
    if rule["freq"] == "ONCE":
        return [datetime.combine(rule["start"], rule["clock"])]
    found = set()
    for n, day in enumerate(days):
        wall = datetime.combine(day, rule["clock"])
        if n in rule["left_out"] or n in rule["off"]:
            continue
        found.add(
            wall + (QUARTER * rule["moved"][n] if n in rule["moved"] and not rule["whole"] else 0 * DAY)
        )
    taken_out = {days[n] for n in rule["left_out"] | rule["off"] if n < len(days)}
    added = {rule["start"] + timedelta(days=n) for n in rule["more"]} - set(days) - taken_out
    return sorted(found) + [datetime.combine(day, rule["clock"]) for day in added]


def counted(rules, since, until):
    """The quarters of an hour in which somebody is busy."""
    taken = set()
    for rule in rules:
        if rule["mark"] in {"TRANSP:TRANSPARENT", "STATUS:CANCELLED"}:
            continue
        zone = ZONES[rule["zone"]]
        for wall in walls(rule, until.date() + DAY):
            at = wall.replace(tzinfo=zone).astimezone(UTC)
            end = (wall + rule["length"]).replace(tzinfo=zone).astimezone(UTC)
            while at < end:
                if since <= at < until:
                    taken.add(at)
                at += QUARTER
    return taken


# --- The same as iCalendar ---


def written(rule, n, last):
    def stamp(moment):
        text = f"{moment:%Y%m%d}" if rule["whole"] else f"{moment:%Y%m%dT%H%M%S}"
        return text + ("Z" if rule["zone"] == "UTC" else "")

    def at(name, *moments):
        kind = (
            ";VALUE=DATE"
            if rule["whole"]
            else f";TZID={rule['zone']}"
            if rule["zone"] not in {"", "UTC"}
            else ""
        )
        return f"{name}{kind}:{','.join(map(stamp, moments))}"

    def entry(start, *lines):
        marked = "STATUS" in lines[-1] if lines else False
        mark = [] if marked or not rule["mark"] else [rule["mark"]]
        end = at("DTEND", start + rule["length"])
        title = "SUMMARY:Nobody's business"
        return event(at("DTSTART", start), end, *lines, *mark, title, uid=f"{n}@trust.example")

    start = datetime.combine(rule["start"], rule["clock"])
    if rule["freq"] == "ONCE":
        return [entry(start)]
    starts = [datetime.combine(day, rule["clock"]) for day in days_of_rule(rule, last)]
    said = [f"RRULE:FREQ={rule['freq']};INTERVAL={rule['interval']}"]
    if rule["freq"] == "WEEKLY":
        said[0] += ";BYDAY=" + ",".join(WEEKDAYS[day] for day in sorted(rule["weekdays"]))
    if rule["count"]:
        said[0] += f";COUNT={rule['count']}"
    if rule["until"]:
        said[0] += f";UNTIL={end_of(rule)}"
    if out := [starts[i] for i in sorted(rule["left_out"]) if i < len(starts)]:
        said.append(at("EXDATE", *out))
    if rule["more"]:
        said.append(at("RDATE", *(start + timedelta(days=i) for i in rule["more"])))
    entries = [entry(start, *said)]
    for i, one in enumerate(starts):
        if i in rule["left_out"]:
            continue
        if i in rule["off"]:
            entries.append(entry(one, at("RECURRENCE-ID", one), "STATUS:CANCELLED"))
        elif i in rule["moved"] and not rule["whole"]:
            entries.append(entry(one + QUARTER * rule["moved"][i], at("RECURRENCE-ID", one)))
    return entries


def end_of(rule):
    """The last moment of the day `until`, as the rule's kind of beginning demands it."""
    if rule["whole"]:
        return f"{rule['until']:%Y%m%d}"
    wall = datetime.combine(rule["until"], time(23, 59, 59))
    if rule["zone"] == "":
        return f"{wall:%Y%m%dT%H%M%S}"
    return f"{wall.replace(tzinfo=ZONES[rule['zone']]).astimezone(UTC):%Y%m%dT%H%M%SZ}"


@settings(max_examples=250, deadline=None)
@given(st.lists(series(), min_size=1, max_size=3), st.sampled_from(CHANGES))
def test_every_quarter_of_an_hour_is_busy_when_it_was_counted_so(rules, change):
    since = datetime.combine(change - 3 * WEEK, time(), UTC)
    until = datetime.combine(change + 4 * WEEK, time(), UTC)
    last = until.date() + DAY
    text = calendar(
        LONDON_S_RULES, *(entry for n, rule in enumerate(rules) for entry in written(rule, n, last))
    )
    found, unread = busy(sift(text), since, until)
    assert unread == 0
    taken = set()
    for start, end in found:
        while start < end:
            taken.add(start)
            start += QUARTER
    assert taken == counted(rules, since, until)
