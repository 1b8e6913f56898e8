"""Calendars that are written line by line say what was put in, to a reader that somebody else wrote."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from courses.calendar_lines import AT_MOST, block, folded, moment, said

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n;,\\:"'), max_size=300)


@given(words=WORDS)
def test_what_is_written_is_what_is_read(words):
    text = block("VCALENDAR", [block("VEVENT", [("SUMMARY", said(words)), ("SEQUENCE", 3)])]) + "\r\n"
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (str(event["SUMMARY"]), event["SEQUENCE"]) == (words, 3)


@given(words=WORDS)
def test_no_line_is_longer_than_75_octets_and_no_character_is_torn(words):
    lines = folded(f"SUMMARY:{said(words)}").split("\r\n")
    assert max(len(line.encode()) for line in lines) <= AT_MOST
    assert all(line.startswith(" ") for line in lines[1:])
    assert lines[0] + "".join(line[1:] for line in lines[1:]) == f"SUMMARY:{said(words)}"


def test_times_are_utc_and_a_carriage_return_is_no_word():
    assert moment(datetime(2026, 7, 1, 12, 30, tzinfo=UTC)) == "20260701T123000Z"
    assert said("a\r\nb") == r"a\nb"
