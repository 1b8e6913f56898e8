"""The register says who came; closing it makes the session delivered and gives the rollout its facts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from courses import registers
from courses.refusals import AlreadyBooked, NotMarked, NotOpenToChange, NotYet
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.people.models import Organisation
from stepforward.rollout.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """Begun an hour ago, with three people booked and one waiting."""
    session = SessionFactory(starts_at=NOW - timedelta(hours=1))
    BookingFactory.create_batch(3, session=session)
    BookingFactory(session=session, state="waiting", place_in_line=1)
    return session


def marks(session):
    return list(session.bookings.order_by("pk").values_list("attendance", flat=True))


def test_marking_says_who_came_and_leaves_the_rest(session, coordinator):
    first, second, *_ = session.bookings.order_by("pk")
    registers.mark(session=session, attended=[first], absent=[second.pk], by=coordinator, now=NOW)
    assert marks(session) == ["attended", "absent", "", ""]
    registers.mark(session=session, attended=[second], absent=[], by=coordinator, now=NOW)
    assert marks(session) == ["attended", "attended", "", ""]


def test_marking_those_who_came_alone_says_that_the_others_did_not(session, coordinator):
    registers.mark(session=session, attended=[session.bookings.first()], by=coordinator, now=NOW)
    assert marks(session) == ["attended", "absent", "absent", ""]


def test_nobody_of_another_session_is_marked(session, coordinator):
    other = BookingFactory(session=SessionFactory(starts_at=NOW - timedelta(hours=1)))
    registers.mark(session=session, attended=[other], absent=[], by=coordinator, now=NOW)
    other.refresh_from_db()
    assert other.attendance == ""


def test_a_register_that_is_not_complete_cannot_be_closed(session, coordinator):
    registers.mark(session=session, attended=[session.bookings.first()], absent=[], by=coordinator, now=NOW)
    with pytest.raises(NotMarked, match="2 people are"):
        registers.close(session=session, by=coordinator, now=NOW)


def test_before_the_start_there_is_nothing_to_mark(coordinator):
    session = SessionFactory(starts_at=NOW + timedelta(seconds=1))
    with pytest.raises(NotYet):
        registers.mark(session=session, attended=[], by=coordinator, now=NOW)
    with pytest.raises(NotYet):
        registers.close(session=session, by=coordinator, now=NOW)


def test_closing_delivers_it_and_counts_people_by_organisation_and_staff_group(coordinator):
    # given a session that starts at half past midnight in London, which is the day before in UTC
    trust, other = Organisation.objects.exclude(system_code="")[:2]
    session = SessionFactory(starts_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC), organisation=trust)
    people = [(trust, "03"), (trust, "03"), (trust, "01"), (other, "03"), (None, "")]
    for organisation, group in people:
        BookingFactory(session=session, organisation=organisation, staff_group=group, attendance="attended")
    BookingFactory(session=session, organisation=trust, attendance="absent")
    closed = registers.close(session=session, by=coordinator, now=session.ends_at)
    assert (closed.state, closed.delivered_at) == ("delivered", session.ends_at)
    trained = Fact.objects.filter(measure="people_trained").values_list("organisation", "staff_group", "n")
    assert set(trained) == {(trust.pk, "03", 2), (trust.pk, "01", 1), (other.pk, "03", 1), (None, "", 1)}
    assert set(Fact.objects.values_list("day", "course")) == {(date(2026, 7, 1), "active-bystander")}
    assert Fact.objects.get(measure="sessions_delivered").organisation == trust
    # and counting again changes nothing
    registers.count(closed)
    assert Fact.objects.count() == 5


def test_a_closed_register_stays_closed(session, coordinator):
    registers.mark(session=session, attended=[], by=coordinator, now=NOW)
    registers.close(session=session, by=coordinator, now=NOW)
    for again in (registers.mark, registers.close):
        with pytest.raises(NotOpenToChange, match="closed"):
            again(
                session=session,
                by=coordinator,
                now=NOW,
                **({"attended": []} if again is registers.mark else {}),
            )


def test_somebody_who_walks_in_is_booked_and_attended_at_once(session, coordinator):
    added = registers.add_walk_in(
        session=session, name="Wei", email="wei@nowhere.example", staff_group="01", by=coordinator, now=NOW
    )
    assert (added.state, added.attendance) == ("booked", "attended")


def test_somebody_from_the_waiting_list_who_came_anyway_keeps_one_row(session, coordinator):
    waiting = session.bookings.waiting().get()
    registers.add_walk_in(session=session, name="Wei", email=waiting.email.upper(), by=coordinator, now=NOW)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attendance, session.bookings.count()) == ("booked", "attended", 4)


def test_somebody_on_the_register_is_not_added_again(session, coordinator):
    there = session.bookings.booked().first()
    with pytest.raises(AlreadyBooked):
        registers.add_walk_in(session=session, name="Again", email=there.email, by=coordinator, now=NOW)
