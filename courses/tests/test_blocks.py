"""Places kept for a department: taken while they are kept, never more than there are, released in time."""

from datetime import date, timedelta

import pytest

from courses import blocks, bookings, reviving, scheduling
from courses.models import Block, Booking, Session
from courses.refusals import AlreadyBooked, NotKept, NotThen, TooFewPlaces
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.outbox.models import OutgoingEmail
from stepforward.people import links

State = Booking.State
LAST_DAY = date(2026, 1, 16)  # NOW is the 6th, sessions are on the 20th
AFTER = NOW + timedelta(days=11)
pytestmark = pytest.mark.django_db


def keep(*sessions, places=3, names_by=LAST_DAY, now=NOW):
    return blocks.keep(
        sessions=sessions,
        places=places,
        department="Pharmacy",
        contact_name="Jo Brennan",
        contact_email="jo@nowhere.example",
        names_by=names_by,
        by=None,
        now=now,
    )


def kept_in(block):
    return block.kept_places.get()


def take(block, name="Sam", now=NOW, **about):
    return blocks.take(
        kept=kept_in(block), name=name, email=f"{name.lower()}@nowhere.example", now=now, **about
    )


def book(session, name, now=NOW):
    return bookings.book(session=session, name=name, email=f"{name}@nowhere.example".lower(), now=now)


def taken(session):
    return Session.objects.with_places().get(pk=session.pk).taken


def sent(kind):
    return OutgoingEmail.objects.filter(kind=f"courses/{kind}").count()


def test_kept_places_count_as_taken_with_a_name_and_without():
    session = SessionFactory(capacity=4)
    block = keep(session)
    assert taken(session) == 3
    take(block)
    assert taken(session) == 3
    assert [book(session, name).state for name in ("a", "b")] == [State.BOOKED, State.WAITING]
    with pytest.raises(TooFewPlaces):
        scheduling.change(session=session, by=None, now=NOW, capacity=3)


def test_the_contact_gets_two_links_that_are_kept_as_hashes_and_can_be_renewed():
    block = keep(SessionFactory())
    email = OutgoingEmail.objects.get(kind="courses/block_kept")
    assert email.to_email == "jo@nowhere.example"
    assert "3 places" in email.text
    address = blocks.new_link(block=block, now=NOW)
    token = address.rstrip("/").rpartition("/")[2]
    assert links.follow("courses.block", token, now=NOW) == block.pk
    blocks.new_link(block=block, now=NOW)
    with pytest.raises(links.LinkUnusable):
        links.follow("courses.block", token, now=NOW)
    newest = blocks.new_link(block=block, now=NOW).rstrip("/").rpartition("/")[2]
    with pytest.raises(links.LinkUnusable, match="too old"):
        links.follow("courses.block", newest, now=AFTER)


@pytest.mark.parametrize(
    ("details", "places", "names_by", "refusal"),
    [
        ({"capacity": 2}, 3, LAST_DAY, TooFewPlaces),
        ({}, 3, date(2026, 1, 5), NotThen),
        ({}, 3, date(2026, 1, 20), NotThen),
    ],
)
def test_what_cannot_be_kept_is_refused_as_a_whole(details, places, names_by, refusal):
    first, second = SessionFactory(), SessionFactory(**details)
    with pytest.raises(refusal):
        keep(first, second, places=places, names_by=names_by)
    assert not Block.objects.exists()
    assert taken(first) == 0


def test_nothing_is_kept_while_people_wait():
    session = SessionFactory(capacity=1)
    book(session, "a")
    waits = book(session, "b")
    session.capacity = 5
    session.save()
    assert waits.state == State.WAITING
    with pytest.raises(TooFewPlaces, match="wait"):
        keep(session)


def test_whoever_takes_one_has_a_booking_of_their_own():
    block = keep(SessionFactory())
    booking = take(block, needs="Captions")
    assert (booking.state, booking.kept.block, booking.needs) == (State.BOOKED, block, "Captions")
    email = OutgoingEmail.objects.get(kind="courses/booking_confirmed")
    assert (email.to_email, email.calendar_method) == ("sam@nowhere.example", "REQUEST")
    with pytest.raises(AlreadyBooked):
        take(block)


def test_there_are_never_more_names_than_places():
    block = keep(SessionFactory(), places=1)
    take(block)
    with pytest.raises(TooFewPlaces):
        take(block, "Wei")


def test_several_names_come_at_once_or_not_at_all():
    block = keep(SessionFactory())
    kept = kept_in(block)
    too_many = [(f"N{n}", f"n{n}@nowhere.example") for n in range(4)]
    with pytest.raises(TooFewPlaces):
        blocks.add_names(kept=kept, people=too_many, now=NOW)
    assert not Booking.objects.exists()
    added = blocks.add_names(kept=kept, people=too_many[:2], now=NOW)
    assert [one.state for one in added] == [State.BOOKED] * 2
    email = OutgoingEmail.objects.filter(kind="courses/booking_confirmed").first()
    assert "Jo Brennan has put you down for it." in email.text


def test_who_waits_for_a_place_leaves_the_line_with_one_of_the_department_s():
    session = SessionFactory(capacity=2)
    block = keep(session, places=1)
    book(session, "a")
    waits = book(session, "sam")
    assert take(block) == waits
    waits.refresh_from_db()
    assert (waits.state, taken(session)) == (State.BOOKED, 2)


def test_a_cancelled_one_goes_back_to_the_department_while_it_keeps_its_places():
    session = SessionFactory(capacity=1)
    block = keep(session, places=1)
    waits = book(session, "waits")
    bookings.cancel(booking=take(block), now=NOW)
    waits.refresh_from_db()
    assert (waits.state, taken(session)) == (State.WAITING, 1)
    assert take(block, "Wei").state == State.BOOKED


def test_what_is_given_back_goes_to_whoever_waits():
    session = SessionFactory(capacity=2)
    kept = kept_in(keep(session, places=2))
    waits = book(session, "waits")
    with pytest.raises(TooFewPlaces):
        blocks.give_back(kept=kept, places=3, now=NOW)
    blocks.give_back(kept=kept, places=1, now=NOW)
    waits.refresh_from_db()
    assert (waits.state, taken(session)) == (State.OFFERED, 2)
    blocks.give_back(kept=kept, places=1, now=NOW)
    with pytest.raises(NotKept):
        blocks.give_back(kept=kept, places=1, now=NOW)


def test_after_the_last_day_what_has_no_name_goes_to_the_line_and_the_contact_is_told_once():
    first, second = SessionFactory(capacity=3), SessionFactory(capacity=3)
    block = keep(first, second)
    waits = book(first, "waits")
    blocks.take(kept=block.kept_places.first(), name="Sam", email="sam@nowhere.example", now=NOW)
    assert blocks.release_due(now=AFTER - timedelta(days=1)) == 0
    assert blocks.release_due(now=AFTER) == 5
    assert blocks.release_due(now=AFTER) == 0
    waits.refresh_from_db()
    assert (waits.state, taken(first), taken(second)) == (State.OFFERED, 2, 0)
    assert sent("block_released") == 1
    with pytest.raises(NotKept):
        blocks.take(kept=block.kept_places.first(), name="Wei", email="wei@nowhere.example", now=AFTER)


def test_a_session_that_moves_close_releases_them_before_it_starts():
    session = SessionFactory()
    keep(session)
    assert blocks.release_due(now=session.starts_at - timedelta(hours=2)) == 3


def test_the_contact_is_reminded_once_before_and_only_of_places_without_a_name():
    full, open_one = keep(SessionFactory(), places=1), keep(SessionFactory(), places=1)
    take(full)
    for days, reminders in ((6, 0), (7, 1), (8, 0), (10, 0)):
        assert blocks.remind(now=NOW + timedelta(days=days)) == reminders
    email = OutgoingEmail.objects.get(kind="courses/block_reminder")
    assert email.about_id == str(open_one.pk)


def test_who_was_told_of_their_places_just_now_is_not_reminded():
    keep(SessionFactory(), now=NOW + timedelta(days=8))
    assert blocks.remind(now=NOW + timedelta(days=9)) == 0


def test_the_department_hears_of_a_session_that_moves_or_is_called_off():
    session = SessionFactory()
    keep(session)
    later = {
        "starts_at": session.starts_at + timedelta(days=1),
        "ends_at": session.ends_at + timedelta(days=1),
    }
    scheduling.change(session=session, by=None, now=NOW, **later)
    scheduling.call_off(session=session, reason="Snow", by=None, now=NOW)
    assert (sent("block_session_changed"), sent("block_session_off")) == (1, 1)


def test_the_department_hears_that_a_session_takes_place_after_all_and_keeps_its_places():
    session = SessionFactory(opened_at=NOW)
    block = keep(session)
    take(block)
    scheduling.call_off(session=session, reason="Snow", by=None, now=NOW)
    # while it is off, nothing of it is released, and nobody is reminded
    assert (blocks.release_due(now=AFTER), blocks.remind(now=NOW + timedelta(days=8))) == (0, 0)
    reviving.revive(session=session, by=None, now=NOW)
    assert (taken(session), kept_in(block).released_at) == (3, None)
    assert (sent("block_session_off"), sent("block_session_revived"), sent("block_released")) == (1, 1, 0)


def test_what_waits_of_a_session_as_it_was_is_taken_back_and_of_another_is_not():
    session, other = SessionFactory(), SessionFactory()
    keep(session, other)
    for one, days in ((other, 1), (session, 1), (session, 2)):
        later = {
            "starts_at": NOW + timedelta(days=14 + days),
            "ends_at": NOW + timedelta(days=14 + days, hours=2),
        }
        scheduling.change(session=one, by=None, now=NOW, **later)
    # then one email waits for each session, and one of the places as they are, with the links
    waiting = OutgoingEmail.objects.filter(state="queued", to_email="jo@nowhere.example")
    kinds = sorted(waiting.values_list("kind", flat=True))
    assert kinds == ["courses/block_kept", "courses/block_session_changed", "courses/block_session_changed"]
    text = waiting.get(kind="courses/block_kept").text
    assert "21 January" in text and "22 January" in text and "20 January" not in text


def test_places_in_many_sessions_are_released_at_once():
    keep(*SessionFactory.create_batch(60), places=1)
    assert blocks.release_due(now=AFTER) == 60
    assert sent("block_released") == 1


def test_with_places_costs_one_query_and_counts_several_blocks_once_each(django_assert_num_queries):
    session = SessionFactory(capacity=20)
    keep(session), keep(session)
    BookingFactory.create_batch(4, session=session)
    BookingFactory(session=session, state=State.WAITING, place_in_line=1)
    with django_assert_num_queries(1):
        found = Session.objects.with_places().get(pk=session.pk)
    assert (found.taken, found.waiting, found.left) == (10, 1, 10)
