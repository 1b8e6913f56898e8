"""The same session on another date: what comes along, what stays behind, and what may be said anew."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses import inviting, series
from courses.models import Series, Session
from courses.refusals import NotThen, TooFewPlaces
from courses.tests.factories import NOW, BookingFactory, SessionFactory, TrainingRequestFactory, VenueFactory
from stepforward.audit.models import AuditEvent
from stepforward.people.models import PrivateLink
from stepforward.testing import signed_in_as
from stepforward.ui.wording import in_london

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=50)


@pytest.fixture
def session():
    """Open, by invitation, of a series and for a request, with somebody booked and a link out."""
    session = SessionFactory(
        starts_at=timezone.now() + timedelta(days=14),
        visibility="invitation",
        minimum_people=4,
        online_link="https://meet.nowhere.example/1",
        team_name="Theatres",
        joining_instructions="Ring the bell.",
        request=TrainingRequestFactory(),
        series=Series.objects.create(rhythm="Every week", planned_at=NOW),
    )
    BookingFactory(session=session)
    inviting.new_address(session)
    return session


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def said(session, **different):
    day = in_london(session.starts_at) + timedelta(days=7)
    facts = {f"day_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    facts |= {"starts": f"{day:%H:%M}", "minimum_people": "4", "visibility": "invitation"}
    return facts | different


def url(session):
    return f"/manage/sessions/{session.pk}/copy/"


def test_a_copy_is_planned_and_takes_as_long_with_the_same_facts(session, coordinator):
    made = series.copy(session=session, starts_at=LATER, by=coordinator, now=NOW)
    assert (made.state, made.starts_at) == ("planned", LATER)
    assert made.ends_at - made.starts_at == session.ends_at - session.starts_at
    for name in series.COPIED:
        assert getattr(made, name) == getattr(session, name)
    assert AuditEvent.objects.filter(verb="session copied").exists()


def test_people_the_request_the_series_and_private_links_stay_with_the_first(session, coordinator):
    made = series.copy(session=session, starts_at=LATER, by=coordinator, now=NOW)
    assert (made.request, made.series, made.bookings.count()) == (None, None, 0)
    assert not PrivateLink.objects.filter(about=made.pk, purpose=inviting.INVITED).exists()
    assert inviting.has_link(session)


def test_a_retired_venue_does_not_come_along(session, coordinator):
    session.venue.retired_at = NOW
    session.venue.save()
    assert series.copy(session=session, starts_at=LATER, by=coordinator, now=NOW).venue is None


def test_a_copy_may_be_for_other_people_and_never_needs_more_than_it_has_places(session, coordinator):
    facts = {"session": session, "starts_at": LATER, "by": coordinator, "now": NOW}
    made = series.copy(**facts, visibility="public", minimum_people=None)
    assert (made.visibility, made.minimum_people) == ("public", None)
    with pytest.raises(TooFewPlaces) as refused:
        series.copy(**facts, minimum_people=session.capacity + 1)
    assert refused.value.field == "minimum_people"


def test_a_copy_is_not_in_the_past(session, coordinator):
    with pytest.raises(NotThen):
        series.copy(session=session, starts_at=NOW, by=coordinator, now=NOW)


def test_the_page_offers_what_the_first_has_and_makes_the_copy(desk, session):
    form = desk.get(url(session)).context["form"]
    assert (form["visibility"].value(), form["minimum_people"].value()) == ("invitation", 4)
    done = desk.post(url(session), said(session, visibility="hidden", minimum_people=""), follow=True)
    assert "Copied." in done.text
    made = Session.objects.exclude(pk=session.pk).get()
    assert made.starts_at == session.starts_at.replace(second=0, microsecond=0) + timedelta(days=7)
    assert (made.visibility, made.minimum_people, made.team_name) == ("hidden", None, "Theatres")


def test_what_is_in_the_way_is_shown_once(desk, session):
    there = SessionFactory(venue=session.venue, starts_at=session.starts_at + timedelta(days=7))
    asked = desk.post(url(session), said(session))
    assert (asked.status_code, "Copy it all the same" in asked.text) == (422, True)
    assert desk.post(url(session), said(session, clashes_seen=str(there.pk))).status_code == 302


@pytest.mark.parametrize(
    ("different", "field", "message"),
    [
        ({"day_day": ""}, "day", "must include a day"),
        ({"day_year": "1999"}, "day", "must start in the future"),
        ({"day_year": "9999"}, "day", "within the next two years"),
        ({"day_day": "\x00"}, "day", "must be a real date"),
        ({"starts": "x" * 10_000}, "starts", "must be a time"),
        ({"minimum_people": "11"}, "minimum_people", "With 10 places it cannot need 11 people"),
        ({"minimum_people": "-1"}, "minimum_people", "must be 1 or more"),
        ({"visibility": "x"}, "visibility", "Select who may find and book it"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_copied(desk, session, different, field, message):
    page = desk.post(url(session), said(session) | different)
    assert page.status_code == 422
    assert message in str(page.context["form"].errors[field])
    assert Session.objects.count() == 1


def test_only_who_plans_sessions_copies_one(session, desk, dean, stranger):
    for who, status in ((dean, 403), (stranger, 404), (None, 302)):
        client = signed_in_as(who)
        got = {client.get(url(session)).status_code, client.post(url(session), said(session)).status_code}
        assert got == {status}
    assert desk.get("/manage/sessions/0/copy/").status_code == 404
    assert Session.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3, 25])
def test_the_page_costs_the_same_however_much_is_in_the_way(desk, session, count, django_assert_num_queries):
    week = timedelta(days=7)
    SessionFactory.create_batch(count, venue=session.venue, starts_at=session.starts_at + week)
    with django_assert_num_queries(3):
        desk.get(url(session))
    with django_assert_num_queries(4):
        assert desk.post(url(session), said(session)).status_code == 422


def test_a_venue_with_one_room_refuses_a_second_copy_kindly(desk, session):
    Session.objects.update(venue=VenueFactory(one_room=True), online_link="")
    desk.post(url(session), said(session))
    made = Session.objects.exclude(pk=session.pk).get()
    again = desk.post(url(session), said(session, clashes_seen=str(made.pk)))
    assert (again.status_code, "has one room" in again.text) == (422, True)
