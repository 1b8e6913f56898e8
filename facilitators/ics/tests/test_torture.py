"""Calendars as they come, and as they should not: what is busy, what is refused, and that we survive it."""

from datetime import UTC, date, datetime, time, timedelta
from time import monotonic

import pytest

from facilitators import refusals
from facilitators.ics.apart import read
from facilitators.ics.tests.calendars import calendar, event, once
from facilitators.ics.tests.cases import AS_WE_DECIDED, BY_THE_BOOK, SINCE, UNTIL, WINTER_MORNING, stretches
from facilitators.ics.tests.zones import LONDON_RULES, zone
from stepforward.ui.wording import LONDON

CASES = BY_THE_BOOK | AS_WE_DECIDED


def busy_in(text):
    return read(text, since=SINCE, until=UNTIL)


@pytest.mark.parametrize("name", CASES)
def test_the_busy_time_is(name):
    text, expected = CASES[name]
    found = busy_in(text)
    assert list(found.stretches) == stretches(expected)
    assert found.unread == 0


def many(walls, *, minutes):
    """A calendar with an entry at each of these times on London's clocks."""
    entries = []
    for n, start in enumerate(walls):
        at = (f"{moment:%Y%m%dT%H%M%S}" for moment in (start, start + timedelta(minutes=minutes)))
        entries.append(once(*at, "SUMMARY:Clinic", "LOCATION:Ward 7", uid=f"{n}@trust.example"))
    return calendar(*entries)


def every(minutes, *, since):
    """Twenty thousand times on a clock, so many minutes apart."""
    return [datetime.combine(since, time()) + timedelta(minutes=minutes) * n for n in range(20_000)]


def in_utc(wall):
    return wall.replace(tzinfo=LONDON).astimezone(UTC)


def test_twenty_thousand_entries_of_twenty_years_are_read():
    walls = every(9 * 60, since=date(2006, 1, 1))
    began = monotonic()
    found = busy_in(many(walls, minutes=5 * 60))
    assert monotonic() - began < 20
    # counted by themselves, one after the other, because they do not overlap
    utc = [(in_utc(start), in_utc(start + timedelta(hours=5))) for start in walls]
    inside = [(max(start, SINCE), min(end, UNTIL)) for start, end in utc if end > SINCE and start < UNTIL]
    assert list(found.stretches) == inside and len(inside) > 300


@pytest.mark.parametrize(
    "text",
    [
        calendar(event("DTSTART:20260310T090000Z", "DTEND:20260310T090001Z", "RRULE:FREQ=SECONDLY")),
        calendar(event("DTSTART:19700101T000000Z", "DURATION:PT30S", "rrule:freq=minutely;interval=1")),
        many(every(13, since=date(2026, 3, 1)), minutes=9),
    ],
    ids=["every second", "every minute", "20,000 in half a year"],
)
def test_more_than_anybody_s_is_refused_in_time(text):
    began = monotonic()
    with pytest.raises(refusals.TooMuchCalendar) as refused:
        busy_in(text)
    assert monotonic() - began < 60
    assert "more than we can read" in refused.value.why


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (b"", refusals.NoCalendar),
        (b"<!DOCTYPE html><title>Sign in</title>", refusals.NoCalendar),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", refusals.NoCalendar),
        (bytes(1000), refusals.NoCalendar),
        (calendar(once("20260310T090000", "20260310T130000"))[:-10], refusals.CalendarCutOff),
        (calendar(once("20260310T090000", "20260310T130000"))[:-30], refusals.CalendarCutOff),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", refusals.CalendarCutOff),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 300_000, refusals.CalendarCutOff),
    ],
)
def test_what_is_no_whole_calendar_is_refused(text, refusal):
    with pytest.raises(refusal):
        busy_in(text)


@pytest.mark.parametrize(
    "entry",
    [
        event("DTSTART:yesterday", "DTEND:today"),
        event("SUMMARY:No time at all"),
        event("DTSTART:20261399T090000Z", "DTEND:20260310T130000Z"),
        event("DTSTART:20260310T090000Z", "DTEND:20260310T130000Z", "RRULE:FREQ=FORTNIGHTLY"),
        event("DTSTART:99991231T230000Z", "DURATION:P9999999D"),
        event("DTSTART;TZID=../../etc/passwd:20260310T090000", "DURATION:PTXH"),
        "BEGIN:VFREEBUSY\r\nFREEBUSY:soon/later\r\nEND:VFREEBUSY",
    ],
)
def test_what_cannot_be_understood_is_counted_and_the_rest_is_read(entry):
    good = once("20260401T090000", "20260401T100000", uid="good@trust.example")
    found = busy_in(calendar(entry, good))
    assert list(found.stretches) == stretches(["20260401T080000/20260401T090000"])
    assert found.unread == 1


def test_a_zone_that_cannot_be_read_or_never_ends_does_no_harm():
    rules = LONDON_RULES.replace("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "RRULE:FREQ=SECONDLY")
    empty = "BEGIN:STANDARD\nEND:STANDARD"
    entry = once("20260310T090000", "20260310T130000", zone="Bad")
    for bad in (zone("Bad", rules), zone("Bad", empty), zone("", "")):
        found = busy_in(calendar(bad, entry))
        assert list(found.stretches) == stretches([WINTER_MORNING]) and found.unread == 0


def test_the_process_apart_has_nothing_of_the_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    seen = {}

    def instead(command, **options):
        seen.update(options["env"])
        raise ValueError

    monkeypatch.setattr("facilitators.ics.apart.subprocess.run", instead)
    with pytest.raises(refusals.TooMuchCalendar):
        busy_in(calendar())
    assert set(seen) == {"PATH", "PYTHONUTF8"}
