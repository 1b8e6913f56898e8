"""Several dates in one go: shown first, planned together or not at all, each its own session afterwards."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import scheduling, series
from courses.models import Series, Session
from courses.refusals import NotThen, RoomTaken
from courses.tests.factories import NOW, CourseFactory, SessionFactory, VenueFactory
from stepforward.audit.models import AuditEvent
from stepforward.testing import signed_in_as
from stepforward.ui.wording import in_london, moment_of, today

pytestmark = pytest.mark.django_db
PAGE = "/manage/sessions/series/"
TWO_HOURS = timedelta(hours=2)


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def moments(n, first=NOW + timedelta(days=20)):
    return [(first + timedelta(weeks=k), first + timedelta(weeks=k) + TWO_HOURS) for k in range(n)]


def plan(by, dates, **facts):
    facts = {"course": CourseFactory(), "capacity": 20} | facts
    return series.plan_series(moments=dates, rhythm="Every week", by=by, now=NOW, **facts)


def parts(name, day):
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def said(first=None, **different):
    """What the form sends: three dates, a week apart, from a month ahead on."""
    facts = {
        "course": CourseFactory().pk,
        "how": "every",
        "weeks": "1",
        "times": "3",
        "dates": "",
        "starts": "1:30pm",
        "ends": "",
        "capacity": "20",
        "minimum_people": "",
        "visibility": "public",
    }
    return facts | parts("first", first or today() + timedelta(days=30)) | different


def seen(page):
    return {"dates_seen": page.context["dates_seen"]}


def look_then_plan(desk, facts):
    return desk.post(PAGE, facts | seen(desk.post(PAGE, facts)))


# --- What it is ---


def test_each_date_is_a_session_of_its_own_and_they_know_of_each_other(coordinator):
    made = plan(coordinator, moments(4), visibility="hidden", minimum_people=8)
    assert {one.series for one in made} == {Series.objects.get()}
    assert {(one.state, one.visibility, one.minimum_people) for one in made} == {("planned", "hidden", 8)}
    scheduling.call_off(session=made[1], reason="Snow", by=coordinator, now=NOW)
    later = made[2].starts_at + timedelta(days=1)
    scheduling.change(session=made[2], starts_at=later, ends_at=later + TWO_HOURS, by=coordinator, now=NOW)
    stands = Session.objects.exclude(state="called_off")
    assert [one.starts_at for one in stands] == [made[0].starts_at, later, made[3].starts_at]
    assert list(series.others_of(made[0])) == [made[1], made[2], made[3]]
    verbs = AuditEvent.objects.values_list("verb", flat=True)
    assert (list(verbs).count("series planned"), list(verbs).count("session planned")) == (1, 4)


def test_a_session_in_no_series_has_no_others():
    assert not series.others_of(SessionFactory()).exists()


@pytest.mark.parametrize("dates", [[], [*moments(2), (NOW, NOW + TWO_HOURS)]])
def test_a_series_is_planned_whole_or_not_at_all(coordinator, dates):
    with pytest.raises(NotThen):
        plan(coordinator, dates)
    assert not Session.objects.exists()
    assert not Series.objects.exists()


def test_one_date_in_a_room_that_is_taken_stops_all_of_them(coordinator):
    room = VenueFactory(one_room=True)
    third = moments(3)[2]
    scheduling.plan(
        course=CourseFactory(),
        venue=room,
        starts_at=third[0],
        ends_at=third[1],
        capacity=9,
        by=coordinator,
        now=NOW,
    )
    with pytest.raises(RoomTaken):
        plan(coordinator, moments(3), venue=room)
    assert Session.objects.count() == 1


# --- The page ---


def test_the_dates_are_looked_at_before_anything_is_planned(desk, coordinator):
    facts = said(visibility="invitation", minimum_people="9")
    page = desk.post(PAGE, facts)
    assert (page.status_code, "Are these the dates?" in page.text) == (200, True)
    assert not Session.objects.exists()
    done = desk.post(PAGE, facts | seen(page), follow=True)
    assert "3 sessions are planned" in done.text
    made = Session.objects.order_by("starts_at")
    days = [in_london(one.starts_at).date() for one in made]
    assert [day - days[0] for day in days] == [timedelta(), timedelta(weeks=1), timedelta(weeks=2)]
    assert {(one.visibility, one.minimum_people, one.planned_by) for one in made} == {
        ("invitation", 9, coordinator)
    }
    # and each says what it is part of
    html = desk.get(f"/manage/sessions/{made[0].pk}/").text
    assert "Part of a series" in html
    assert f"/manage/sessions/{made[2].pk}/" in html


def test_dates_chosen_one_by_one_in_any_order_and_writing_are_planned_once_each(desk):
    first, second = today() + timedelta(days=40), today() + timedelta(days=47)
    lines = f"{second:%d/%m/%Y}\n{first.day} {first:%B %Y}\n{second:%Y-%m-%d}"
    look_then_plan(desk, said(how="chosen", dates=lines))
    assert [in_london(one.starts_at).date() for one in Session.objects.all()] == [first, second]
    assert Series.objects.get().rhythm == "Dates chosen one by one"


def test_it_is_the_same_time_of_day_on_both_sides_of_a_clock_change(desk):
    year = today().year + 1
    spring = next(date(year, 3, day) for day in range(24, 32) if date(year, 3, day).weekday() == 6)
    look_then_plan(desk, said(first=spring - timedelta(days=3), starts="9:30am"))
    made = Session.objects.order_by("starts_at")
    assert {in_london(one.starts_at).time() for one in made} == {time(9, 30)}
    assert len({one.starts_at.time() for one in made}) == 2


def test_what_is_in_the_way_is_shown_and_what_came_since_is_shown_again(desk):
    venue, first = VenueFactory(), today() + timedelta(days=30)
    there = SessionFactory(venue=venue, starts_at=moment_of(first, time(14)))
    facts = said(venue=venue.pk)
    page = desk.post(PAGE, facts)
    assert f"/manage/sessions/{there.pk}/" in page.text
    SessionFactory(venue=venue, starts_at=moment_of(first + timedelta(weeks=1), time(14)))
    again = desk.post(PAGE, facts | seen(page))
    assert "Are these the dates?" in again.text
    assert Session.objects.count() == 2
    desk.post(PAGE, facts | seen(again))
    assert Session.objects.count() == 5


@pytest.mark.parametrize(
    ("different", "field", "message"),
    [
        ({"first_day": "", "first_month": "", "first_year": ""}, "first", "Enter the first date"),
        ({"first_day": "31", "first_month": "2"}, "first", "must be a real date"),
        ({"first_year": "0001"}, "first", "is past"),
        ({"first_year": "9999"}, "first", "within the next two years"),
        ({"weeks": ""}, "weeks", "Enter how many weeks"),
        ({"weeks": "0"}, "weeks", "must be 1 or more"),
        ({"weeks": "99999999999999999999"}, "weeks", "must be 26 or fewer"),
        ({"times": "1"}, "times", "must be 2 or more"),
        ({"times": "27"}, "times", "must be 26 or fewer"),
        ({"times": "two"}, "times", "must be a whole number"),
        ({"how": "often"}, "how", "Select how the dates are chosen"),
        ({"how": "chosen"}, "dates", "from 2 to 26 different dates"),
        ({"how": "chosen", "dates": "soon, 3/4/2027"}, "dates", "“soon” is not one date"),
        ({"how": "chosen", "dates": "1 May 1999\n2 May 1999"}, "dates", "is past"),
        ({"how": "chosen", "dates": "\x00"}, "dates", "letters, numbers"),
        ({"how": "chosen", "dates": "9" * 10_000}, "dates", "1500 characters or fewer"),
        ({"starts": "25:00"}, "starts", "must be a time"),
        ({"ends": "1pm"}, "ends", "must be after the start time"),
        (
            {"capacity": "10", "minimum_people": "11"},
            "minimum_people",
            "cannot need 11 people with 10 places",
        ),
        ({"minimum_people": "0"}, "minimum_people", "must be 1 or more"),
        ({"visibility": ""}, "visibility", "Select who may find and book it"),
        ({"visibility": "nobody"}, "visibility", "Select who may find and book it"),
        ({"course": "0"}, "course", "Select the course"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(desk, different, field, message):
    page = desk.post(PAGE, said(team_name="Kept") | different)
    assert page.status_code == 422
    assert message in str(page.context["form"].errors[field])
    assert 'value="Kept"' in page.text
    assert not Session.objects.exists()


def test_no_date_that_is_needed_is_called_optional(desk):
    html = desk.get(PAGE).text
    for label in ("First date", "Every how many weeks?", "How many dates?", "The dates, if you choose them"):
        after = html.split(label, 1)[1][:60]
        assert "optional" not in after
    assert "optional" in html.split("End time", 1)[1][:60]


def test_only_who_plans_sessions_plans_a_series(dean, programme_lead, stranger):
    people = {dean: 403, programme_lead: 403, stranger: 404, None: 302}
    assert {who: signed_in_as(who).get(PAGE).status_code for who in people} == people
    facts = said()
    assert {who: signed_in_as(who).post(PAGE, facts).status_code for who in people} == people
    assert not Session.objects.exists()


@pytest.mark.parametrize("count", [2, 3, 25])
def test_looking_at_the_dates_costs_the_same_however_many_there_are(desk, count):
    venue, first = VenueFactory(), today() + timedelta(days=30)
    for n in range(count):
        starts_at = moment_of(first + timedelta(weeks=n), time(14))
        SessionFactory.create_batch(2, venue=venue, starts_at=starts_at)
    facts = said(venue=venue.pk, times=str(count))
    with CaptureQueriesContext(connection) as queries:
        page = desk.post(PAGE, facts)
    assert page.text.count("In the same venue then") == 2 * count
    assert len(queries) == 9


@pytest.mark.parametrize("count", [1, 3, 25])
def test_a_session_s_page_costs_the_same_however_long_its_series_is(desk, coordinator, count):
    one = SessionFactory(
        series=Series.objects.create(rhythm="Every week", planned_at=NOW),
        starts_at=timezone.now() + timedelta(days=9),
    )
    for n in range(count):
        SessionFactory(series=one.series, starts_at=one.starts_at + timedelta(weeks=n + 1))
    with CaptureQueriesContext(connection) as queries:
        html = desk.get(f"/manage/sessions/{one.pk}/").text
    assert ("and more" in html) == (count == 25)
    assert len(queries) == 7
