"""The register says who came; closing it makes the session delivered and gives the rollout its facts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from courses import bookings, certifying, headcounts, registers, scheduling
from courses.models import Certificate, UnmatchedCheckIn
from courses.refusals import AlreadyBooked, NotBooked, NotMarked, NotOpenToChange, NotYet
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.outbox.models import OutgoingEmail
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


def test_half_an_hour_before_the_start_the_doors_open_and_nothing_is_marked_before(coordinator):
    session = SessionFactory(starts_at=NOW + registers.DOORS + timedelta(seconds=1))
    with pytest.raises(NotYet, match="half an hour before"):
        registers.mark(session=session, attended=[], by=coordinator, now=NOW)
    registers.mark(session=session, attended=[], by=coordinator, now=NOW + timedelta(seconds=1))


def test_no_register_is_closed_before_the_start(coordinator):
    session = SessionFactory(starts_at=NOW + timedelta(seconds=1))
    with pytest.raises(NotYet, match="has started"):
        registers.close(session=session, by=coordinator, now=NOW)


def test_who_is_on_the_register_already_cannot_give_the_place_back(coordinator):
    booking = BookingFactory(session=SessionFactory(starts_at=NOW + timedelta(minutes=5)))
    registers.mark(session=booking.session, attended=[booking], by=coordinator, now=NOW)
    with pytest.raises(NotBooked, match="marked already"):
        bookings.cancel(booking=booking, now=NOW)


@pytest.mark.parametrize("deed", ["change", "call off"])
def test_a_session_moved_or_called_off_at_its_door_has_nobody_marked(coordinator, deed):
    # given a session with somebody marked, somebody counted and a check-in to settle, five minutes early
    session = SessionFactory(starts_at=NOW + timedelta(minutes=5))
    booking = BookingFactory(session=session, checked_in_at=NOW)
    registers.note_stay(booking=booking, came_late=True, by=coordinator, now=NOW)
    headcounts.count_heads(session=session, heads={"01": 3}, by=coordinator, now=NOW)
    UnmatchedCheckIn.objects.create(session=session, email="who@nowhere.example", checked_in_at=NOW)
    # when it is moved, or called off
    if deed == "change":
        later = {"starts_at": NOW + timedelta(days=7), "ends_at": NOW + timedelta(days=7, hours=2)}
        scheduling.change(session=session, by=coordinator, now=NOW, **later)
    else:
        scheduling.call_off(session=session, reason="Snow", by=coordinator, now=NOW)
    # then nobody was there
    booking.refresh_from_db()
    assert (booking.attendance, booking.checked_in_at, booking.came_late) == ("", None, False)
    assert (registers.heads(session), session.unmatched_check_ins.count()) == (0, 0)


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


def test_who_left_no_address_is_on_the_register_by_name_alone(session, coordinator):
    for name in ("Wei", "Wei Chen"):
        added = registers.add_walk_in(session=session, name=name, by=coordinator, now=NOW)
        assert (added.email, added.attendance) == ("", "attended")
    with pytest.raises(AlreadyBooked, match="this name") as refused:
        registers.add_walk_in(session=session, name="wei", by=coordinator, now=NOW)
    assert refused.value.field == "name"


def test_nothing_is_written_to_who_left_no_address(session, coordinator):
    registers.add_walk_in(session=session, name="Wei", by=coordinator, now=NOW)
    registers.mark(
        session=session, attended=[], absent=session.bookings.filter(attendance=""), by=None, now=NOW
    )
    registers.close(session=session, by=coordinator, now=NOW)
    assert Certificate.objects.get().name == "Wei"
    assert certifying.certify_due(now=NOW) == 0
    assert not OutgoingEmail.objects.exists()
