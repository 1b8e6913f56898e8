"""Civil time in, UTC kept, civil time out; on the days on which the clocks change too."""

from datetime import UTC, date, datetime, time, timedelta
from unittest.mock import patch

import pytest
from icalendar import Calendar

from courses.calendars import invitation
from courses.forms.planning import ChangeSession, as_it_stands
from courses.tests.factories import NOW, BookingFactory, CourseFactory, SessionFactory
from stepforward.ui.wording import say_when

pytestmark = pytest.mark.django_db


def planned(day, starts, ends="", **said):
    """A bound form for that date and those clock times, as typed."""
    data = {f"day_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    data |= {"starts": starts, "ends": ends}
    form = ChangeSession(data | {"capacity": "20", "visibility": "public"} | said, course=CourseFactory())
    with patch("courses.forms.planning.timezone.now", return_value=NOW):
        form.is_valid()
    return form


@pytest.mark.parametrize(
    ("day", "starts_at", "ends_at"),
    [
        (
            date(2026, 3, 27),
            datetime(2026, 3, 27, 9, 30, tzinfo=UTC),
            datetime(2026, 3, 27, 11, 30, tzinfo=UTC),
        ),
        (
            date(2026, 3, 30),
            datetime(2026, 3, 30, 8, 30, tzinfo=UTC),
            datetime(2026, 3, 30, 10, 30, tzinfo=UTC),
        ),
        (
            date(2026, 10, 23),
            datetime(2026, 10, 23, 8, 30, tzinfo=UTC),
            datetime(2026, 10, 23, 10, 30, tzinfo=UTC),
        ),
        (
            date(2026, 10, 26),
            datetime(2026, 10, 26, 9, 30, tzinfo=UTC),
            datetime(2026, 10, 26, 11, 30, tzinfo=UTC),
        ),
    ],
)
def test_half_past_nine_is_half_past_nine_on_either_side_of_a_clock_change(day, starts_at, ends_at):
    form = planned(day, "9:30am")
    assert form.errors == {}
    assert (form.said["starts_at"], form.said["ends_at"]) == (starts_at, ends_at)


def test_an_hour_that_the_clocks_skip_is_refused_at_its_field():
    form = planned(date(2026, 3, 29), "1:30am", "3am")
    assert form.errors == {"starts": ["There is no 1:30am on that day: the clocks go forward"]}


def test_an_hour_that_the_clocks_repeat_is_its_first():
    form = planned(date(2026, 10, 25), "1:30am", "3am")
    assert form.said["starts_at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert form.said["ends_at"] - form.said["starts_at"] == timedelta(hours=2, minutes=30)


@pytest.mark.parametrize(
    ("day", "starts", "ends", "errors"),
    [
        (date(2026, 1, 5), "9am", "", {"day": ["The session must start in the future"]}),
        (date(2026, 1, 6), "8:59am", "", {"day": ["The session must start in the future"]}),
        (date(2999, 2, 5), "9am", "", {"day": ["The session must be within the next two years"]}),
        (date(9999, 12, 31), "11:30pm", "", {"day": ["The session must be within the next two years"]}),
        (date(2026, 2, 5), "2pm", "1pm", {"ends": ["The end time must be after the start time"]}),
        (date(2026, 2, 5), "2pm", "2pm", {"ends": ["The end time must be after the start time"]}),
        (date(2026, 2, 5), "later", "", {"starts": ["The start time must be a time, like 9:30am or 2pm"]}),
    ],
)
def test_bad_times_are_said_at_their_field(day, starts, ends, errors):
    assert planned(day, starts, ends).errors == errors


def test_a_form_that_is_not_changed_changes_nothing():
    session = SessionFactory(starts_at=datetime(2026, 7, 1, 12, 30, tzinfo=UTC))
    assert as_it_stands(session)["starts"] == time(13, 30)
    assert as_it_stands(session)["ends"] == time(15, 30)


@pytest.mark.parametrize("month", [1, 7])
def test_calendars_get_utc_and_people_get_london(month):
    session = SessionFactory(starts_at=datetime(2026, month, 14, 12, 0, tzinfo=UTC))
    text = invitation(BookingFactory(session=session, name="Zoë, of A&E"), "REQUEST")
    assert f"DTSTART:2026{month:02}14T120000Z" in text
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["attendee"].params["CN"] == "Zoë, of A&E"
    assert ("midday" in say_when(session.starts_at)) == (month == 1)
    assert ("1pm" in say_when(session.starts_at)) == (month == 7)
