"""Two addresses that are one person: one booking a session stays, with all that belonged to either, and both
mailboxes and both calendars end right."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.urls import reverse
from icalendar import Calendar

from courses import blocks, bookings, certifying, emails, registers, scheduling
from courses.models import Booking, KeptPlaces
from courses.people import apart, merging
from courses.refusals import MeanwhileElsewhere, NotBooked, SaidApart, SamePerson
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.people import links
from stepforward.people.roles import Role
from stepforward.rollout.models import Fact
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
KEPT, GONE = "sarah.khan@trust.example", "sarah@home.example"
State = Booking.State


def book(session, email=KEPT, **about):
    return bookings.book(session=session, name="Sarah Khan", email=email, now=NOW, **about)


def full(session, but=0):
    """All its places are booked by others but some."""
    BookingFactory.create_batch(session.capacity - but, session=session)


def merge(keep, other, **how):
    return merging.merge(keep=keep, other=other, **({"by": None, "now": NOW} | how))


def fresh(*rows):
    return [Booking.objects.get(pk=one.pk) for one in rows]


def written(to, *kinds):
    found = OutgoingEmail.objects.filter(to_email=to, state="queued").order_by("pk")
    return [one for one in found if not kinds or one.kind.removeprefix("courses/") in kinds]


def calendar_of(address):
    """{UID} of what stands in a calendar that takes what was written to `address`, in turn; what was taken
    back before it went is not in it."""
    stands = {}
    for email in OutgoingEmail.objects.filter(to_email=address).exclude(calendar="").order_by("pk"):
        (entry,) = Calendar.from_ical(email.calendar).walk("VEVENT")
        uid, sequence = str(entry["UID"]), int(entry["SEQUENCE"])
        assert entry["ATTENDEE"] == f"mailto:{address}"
        if email.calendar_method == "CANCEL":
            assert sequence > stands.pop(uid, -1)
        else:
            stands[uid] = sequence
    return set(stands)


def test_of_two_places_in_one_session_one_stays_and_one_is_free_again():
    # given somebody who booked twice, and somebody who waits
    session = SessionFactory(capacity=2)
    keep, other = book(session), book(session, GONE)
    waiting = book(session, "next@trust.example")
    # when they are made one
    stays = merge(keep, other)
    # then the place of the other is offered on, and everything of theirs is at one address
    keep, other, waiting = fresh(keep, other, waiting)
    assert stays == [keep]
    assert [keep.state, other.state, waiting.state] == [State.BOOKED, State.MERGED, State.OFFERED]
    assert (other.merged_into, other.email) == (keep, KEPT)
    assert [len(written(KEPT, "bookings_merged")), len(written(GONE, "booking_moved_away"))] == [1, 1]
    # and each deed is in the audit once
    verbs = AuditEvent.objects.filter(verb__contains="merged").values_list("verb", flat=True)
    assert sorted(verbs) == ["booking merged", "people merged"]


@pytest.mark.parametrize("better", ["keep", "other"])
@pytest.mark.parametrize(("first", "second"), [("booked", "waiting"), ("waiting", "waiting")])
def test_the_better_place_stays_whichever_address_it_is_at(better, first, second):
    # given two places, of which one is better
    session = SessionFactory(capacity=1)
    if first == "waiting":
        full(session)
    one = book(session, KEPT if better == "keep" else GONE)
    two = book(session, GONE if better == "keep" else KEPT)
    assert [one.state, two.state] == [first, second]
    keep, other = (one, two) if better == "keep" else (two, one)
    merge(keep, other)
    one, two = fresh(one, two)
    assert [one.state, one.email, two.state] == [first, KEPT, State.MERGED]


def test_what_is_offered_goes_before_what_waits():
    session = SessionFactory(capacity=1)
    (holder,) = BookingFactory.create_batch(1, session=session)
    other, keep = book(session, GONE), book(session)
    bookings.cancel(booking=holder, now=NOW)
    merge(keep, other)
    keep, other = fresh(keep, other)
    assert [other.state, other.email, keep.state] == [State.OFFERED, KEPT, State.MERGED]
    with pytest.raises(NotBooked):
        bookings.cancel(booking=keep, now=NOW)


@pytest.mark.parametrize(
    "places", [["booked"], ["booked", "booked"], ["waiting", "booked"], ["booked", "waiting"]]
)
def test_both_calendars_end_right(places):
    """`places` are what they have at the address that goes, and at the one that stays."""
    session = SessionFactory(capacity=2)
    addresses = [GONE, KEPT][: len(places)]
    if "waiting" in places:
        full(session, but=1)
    theirs = {to: book(session, to) for _, to in sorted(zip(places, addresses, strict=True))}
    assert [theirs[to].state for to in addresses] == places
    keep = theirs.get(KEPT) or BookingFactory(email=KEPT, session=SessionFactory(starts_at=NOW))
    merge(keep, theirs[GONE])
    # then the mailbox that goes has no entry of theirs, and the other the one of what stays
    assert calendar_of(GONE) == set()
    assert len(calendar_of(KEPT)) == 1
    # and what changes later is told to that mailbox alone, and replaces that entry
    before = len(written(GONE))
    scheduling.change(
        session=session,
        by=None,
        now=NOW,
        starts_at=session.starts_at + timedelta(days=1),
        ends_at=session.ends_at + timedelta(days=1),
    )
    assert len(calendar_of(KEPT)) == 1
    assert len([one for one in written(GONE) if one.kind == "courses/session_changed"]) == 0
    assert len(written(GONE)) <= before


def test_mail_that_waits_for_the_address_that_goes_is_not_sent_any_more():
    session = SessionFactory()
    booking, keep = book(session, GONE), BookingFactory(email=KEPT, session=SessionFactory())
    assert [one.kind for one in written(GONE)] == ["courses/booking_confirmed"]
    merge(keep, booking)
    assert [one.kind for one in written(GONE)] == ["courses/booking_moved_away"]
    assert [one.kind for one in written(KEPT)][-1] == "courses/booking_moved_here"
    away = written(GONE)[0]
    assert KEPT not in away.text + away.subject
    assert away.sealed_links is None


def test_of_a_session_that_is_over_nobody_is_told():
    past = SessionFactory(starts_at=NOW - timedelta(days=2))
    keep, other = BookingFactory(session=past, email=KEPT), BookingFactory(session=past, email=GONE)
    merge(keep, other)
    assert written(KEPT) == written(GONE) == []
    assert fresh(other)[0].state == State.MERGED


def test_private_links_in_old_emails_lead_to_what_stays():
    session = SessionFactory()
    keep, other = book(session), book(session, GONE)
    token = emails.booking_token(other)
    merge(keep, other)
    assert links.follow(emails.BOOKING, token, now=NOW) == keep.pk


def delivered(*people):
    """A session whose register is closed, with [(email, attended), …]; its bookings."""
    session = SessionFactory(starts_at=NOW - timedelta(days=1))
    booked = [BookingFactory(session=session, email=email) for email, _ in people]
    came = [one for one, (_, attended) in zip(booked, people, strict=True) if attended]
    registers.mark(session=session, attended=came, by=None, now=NOW)
    registers.close(session=session, by=None, now=NOW)
    return booked


def test_attendance_and_certificate_go_with_the_booking_that_stays():
    # given who came under the other address, late, and is certified
    keep, other = delivered((KEPT, False), (GONE, True))
    Booking.objects.filter(pk=other.pk).update(came_late=True)
    certificate = other.certificates.get()
    merge(keep, other)
    keep, other = fresh(keep, other)
    assert (keep.attendance, keep.came_late, other.attendance, other.came_late) == (
        "attended",
        True,
        "",
        False,
    )
    assert list(keep.certificates.live()) == [certificate]
    assert certifying.certify(booking=keep, now=NOW) == certificate


def trained():
    return Fact.objects.filter(measure="people_trained").aggregate(n=Sum("n"))["n"]


def test_who_was_ticked_twice_is_counted_once_and_written_to_once():
    keep, other = delivered((KEPT, True), (GONE, True))
    assert trained() == 2
    merge(keep, other)
    assert trained() == 1
    # both certificates are true, and can be confirmed; nobody needs an email about the second
    assert keep.certificates.live().count() == other.certificates.live().count() == 1
    certifying.certify_due(now=NOW)
    certifying.certify_due(now=NOW)
    assert len(written(KEPT, "certificate")) == 1


def test_a_place_of_a_department_goes_back_to_it():
    # given two places of one person, of which the second is a department's
    session = SessionFactory(capacity=6)
    block = blocks.keep(
        sessions=[session],
        places=2,
        department="Pharmacy",
        contact_name="Jo",
        contact_email="jo@trust.example",
        names_by=NOW.date() + timedelta(days=5),
        by=None,
        now=NOW,
    )
    kept, keep = block.kept_places.get(), book(session)
    other = blocks.take(kept=kept, name="Sarah Khan", email=GONE, now=NOW)
    taken = bookings.places_taken(session)
    merge(keep, other)
    assert KeptPlaces.objects.with_left().get().left == 2
    assert bookings.places_taken(session) == taken
    # and somebody with no other place keeps theirs
    again = blocks.take(kept=kept, name="Ben", email="ben@home.example", now=NOW)
    elsewhere = BookingFactory(session=SessionFactory(), email="ben@trust.example")
    merge(elsewhere, again)
    assert KeptPlaces.objects.with_left().get().filled == 1


def test_needs_are_not_lost_and_nothing_said_is_overwritten():
    session = SessionFactory()
    keep, other = book(session, staff_group="01"), book(session, GONE, needs="Large print", staff_group="03")
    merge(keep, other)
    (keep,) = fresh(keep)
    assert (keep.needs, keep.staff_group) == ("Large print", "01")


@pytest.mark.parametrize("address", ["", KEPT, KEPT.upper()])
def test_who_is_one_already_or_has_no_address_is_refused(address):
    keep = BookingFactory(email=KEPT)
    other = BookingFactory(email=address, session=SessionFactory())
    with pytest.raises(SamePerson):
        merge(keep, other)
    with pytest.raises(SamePerson):
        merge(other, keep)


def test_who_was_said_to_be_two_is_not_merged():
    keep, other = BookingFactory(email=KEPT), BookingFactory(email=GONE)
    apart.say_apart(one=keep, other=other, by=None)
    with pytest.raises(SaidApart):
        merge(keep, other)


def test_an_old_page_cannot_merge_them_a_second_time_or_the_other_way():
    keep, other = BookingFactory(email=KEPT), BookingFactory(email=GONE)
    old_keep, old_other = fresh(keep, other)
    merge(keep, other)
    with pytest.raises(MeanwhileElsewhere):
        merge(keep, other)
    with pytest.raises(MeanwhileElsewhere):
        merge(old_other, old_keep)
    assert AuditEvent.objects.filter(verb="people merged").count() == 1


def test_three_become_one_by_and_by():
    session = SessionFactory()
    one, two, three = book(session), book(session, GONE), book(session, "s.khan@old.example")
    merge(two, three)
    merge(*fresh(one, two))
    assert [each.state for each in fresh(one, two, three)] == [State.BOOKED, State.MERGED, State.MERGED]
    assert Booking.objects.of(KEPT).count() == 3


# --- Its page ---


@pytest.fixture
def pair():
    session = SessionFactory()
    return book(session), book(session, GONE)


def page(one, other):
    return reverse("courses:merge_people", args=[one.pk, other.pk])


def test_it_says_what_will_happen_and_the_coordinator_chooses_the_address(pair, coordinator):
    keep, other = pair
    desk = signed_in_as(coordinator)
    text = desk.get(page(keep, other)).content.decode()
    assert "Both have a place. One stays, the other is free again." in text
    answer = desk.post(page(keep, other), {"keep": other.pk}, follow=True)
    assert "They are one person now" in answer.content.decode()
    assert [one.email for one in fresh(keep, other)] == [GONE, GONE]
    assert AuditEvent.objects.get(verb="people merged").by == coordinator


@pytest.mark.parametrize("chosen", [{}, {"keep": "0"}, {"keep": "x"}, {"keep": "\x00"}, {"keep": "9" * 40}])
def test_without_a_choice_nothing_happens(pair, coordinator, chosen):
    answer = signed_in_as(coordinator).post(page(*pair), chosen)
    assert answer.status_code == 422
    assert "nhsuk-error-summary" in answer.content.decode()
    assert not Booking.objects.filter(state=State.MERGED).exists()


def test_what_cannot_be_done_is_said_at_its_place(pair, coordinator):
    apart.say_apart(one=pair[0], other=pair[1], by=None)
    answer = signed_in_as(coordinator).post(page(*pair), {"keep": pair[0].pk})
    assert answer.status_code == 422
    assert "Take that back first" in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.FACILITATOR, 403), (Role.DEAN, 403), (Role.PROGRAMME_LEAD, 403), (None, 404)]
)
def test_nobody_else_merges_anybody(pair, role, status):
    answer = signed_in_as(person(role)).post(page(*pair), {"keep": pair[0].pk})
    assert answer.status_code == status
    assert not Booking.objects.filter(state=State.MERGED).exists()


def test_who_is_not_signed_in_merges_nobody(pair, client):
    assert client.post(page(*pair), {"keep": pair[0].pk}).status_code == 302
    assert not Booking.objects.filter(state=State.MERGED).exists()
