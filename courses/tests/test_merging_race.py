"""Two people are made one while somebody cancels, books or merges, each in a transaction of their own. In the
controls the lock is left out and nobody commits before all are done, so that each sees what was."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from courses import bookings
from courses.models import Booking, Session
from courses.people import merging
from courses.refusals import MeanwhileElsewhere, NotBooked
from courses.tests.factories import BookingFactory, SessionFactory
from stepforward.audit.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)
KEPT, GONE = "sarah.khan@trust.example", "sarah@home.example"
State = Booking.State


def at_once(*deeds, see_what_was=False):
    """What each of them gave or raised, in their order."""
    begin, end, outcomes = Barrier(len(deeds)), Barrier(len(deeds), timeout=2), {}

    def run(n, deed):
        begin.wait()
        try:
            with transaction.atomic():
                outcomes[n] = deed(timezone.now())
                if see_what_was:
                    with suppress(BrokenBarrierError):  # somebody waits for what another holds
                        end.wait()
        except Exception as raised:
            outcomes[n] = raised
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes[n] for n in range(len(deeds))]


@pytest.fixture
def session():
    return SessionFactory(capacity=2, starts_at=timezone.now() + timedelta(days=20))


@pytest.fixture
def both(session):
    """Two bookings of one person, which take both places."""
    return [BookingFactory(session=session, email=email) for email in (KEPT, GONE)]


@pytest.fixture
def no_lock(monkeypatch):
    for module in (bookings, merging):
        monkeypatch.setattr(module, "lock_session", lambda pk: Session.objects.with_facts().get(pk=pk))
    monkeypatch.setattr(merging, "_held", lambda keep, other, sessions: [other.pk])


def merge(keep, other):
    return lambda now: merging.merge(keep=keep, other=other, by=None, now=now)


def cancel(booking):
    return lambda now: bookings.cancel(booking=booking, now=now)


def book(session, email):
    return lambda now: bookings.book(session=session, name="Next", email=email, now=now)


def endings(booking):
    verbs = ["booking merged", "booking cancelled"]
    return AuditEvent.objects.filter(about_id=str(booking.pk), verb__in=verbs).count()


def test_what_is_cancelled_and_merged_at_once_ends_once(both):
    keep, other = both
    merged, cancelled = at_once(merge(keep, other), cancel(other))
    other.refresh_from_db()
    assert not isinstance(merged, Exception)
    if other.state == State.MERGED:
        assert isinstance(cancelled, NotBooked)
    else:
        assert (other.state, merged) == (State.CANCELLED, [])
    assert endings(other) == 1
    assert other.email == KEPT


def test_without_the_lock_the_cancelling_would_overwrite_the_merging(both, no_lock):
    """The positive control: each thinks that the booking is live. It ends twice, unless the database refuses
    the second."""
    outcomes = at_once(merge(*both), cancel(both[1]), see_what_was=True)
    assert not any(isinstance(one, NotBooked) for one in outcomes)
    assert endings(both[1]) == 2 or any(isinstance(one, IntegrityError) for one in outcomes)


def test_nobody_waits_for_the_place_that_the_merging_frees(both, session):
    # given a full session, when somebody books while two of its places become one
    _, booked = at_once(merge(*both), book(session, "next@trust.example"))
    # then they have the place, or are offered it
    assert Booking.objects.get(pk=booked.pk).state in {State.BOOKED, State.OFFERED}
    assert bookings.free_places(session) == 0


def test_without_the_lock_somebody_waits_while_a_place_is_free(both, session, no_lock):
    _, booked = at_once(merge(*both), book(session, "next@trust.example"), see_what_was=True)
    assert Booking.objects.get(pk=booked.pk).state == State.WAITING
    assert bookings.free_places(session) == 1


def test_of_two_who_merge_them_each_to_the_others_address_one_is_told():
    keep, other = BookingFactory(email=KEPT), BookingFactory(email=GONE)
    outcomes = at_once(merge(keep, other), merge(other, keep))
    assert sorted(isinstance(one, MeanwhileElsewhere) for one in outcomes) == [False, True]
    assert len(set(Booking.objects.values_list("email", flat=True))) == 1


def test_without_holding_their_bookings_the_addresses_would_be_swapped(monkeypatch):
    keep, other = BookingFactory(email=KEPT), BookingFactory(email=GONE)
    monkeypatch.setattr(merging, "_held", lambda keep, other, sessions: [other.pk])
    monkeypatch.setattr(merging, "_locked_sessions_of", lambda *addresses: [])  # so that none waits for it
    at_once(merge(keep, other), merge(other, keep), see_what_was=True)
    keep.refresh_from_db()
    other.refresh_from_db()
    assert [keep.email, other.email] == [GONE, KEPT]


def test_who_books_with_both_addresses_at_once_is_told_or_merged(session):
    # given two people without a session in common, who both book one while they are made one
    keep, other = BookingFactory(email=KEPT), BookingFactory(email=GONE)
    outcomes = at_once(merge(keep, other), book(session, KEPT), book(session, GONE))
    raised = [one for one in outcomes if isinstance(one, Exception)]
    assert all(isinstance(one, MeanwhileElsewhere) for one in raised)
    live = [one.email for one in Booking.objects.live().filter(session=session)]
    assert len(live) == len(set(live))
