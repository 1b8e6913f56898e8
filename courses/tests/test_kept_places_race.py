"""The last of a department's twenty places are filled while the public books, all at once and over HTTP; the
control takes the lock away and must fill more than were kept."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses import block_emails, blocks, bookings
from courses.models import Booking, KeptPlaces, Session
from courses.tests.factories import BookingFactory, SessionFactory
from courses.tests.racing import booking_of, post_all
from stepforward.people import links

KEPT, FILLED, CAPACITY = 20, 14, 26
OF_THE_DEPARTMENT, PUBLIC = 22, 22


@pytest.fixture
def kept(transactional_db):
    """Twenty places for a department, of which six wait for a name, and six for the public."""
    now = timezone.now()
    session = SessionFactory(capacity=CAPACITY, starts_at=now + timedelta(days=20))
    block = blocks.keep(
        sessions=[session],
        places=KEPT,
        department="Pharmacy",
        contact_name="Jo",
        contact_email="jo@trust.example",
        names_by=now.date() + timedelta(days=9),
        by=None,
        now=now,
    )
    kept = block.kept_places.get()
    BookingFactory.create_batch(FILLED, session=session, kept=kept)
    return kept


@pytest.fixture
def slow_counts(monkeypatch):
    """Counting takes a moment, with and without the lock, so that whoever may overlap does."""

    def slowly(count):
        def slow(*args):
            found = count(*args)
            time.sleep(0.01)
            return found

        return slow

    monkeypatch.setattr(blocks, "_still_kept", slowly(blocks._still_kept))
    monkeypatch.setattr(bookings, "free_places", slowly(bookings.free_places))


def race(server, kept):
    """Half of them follow the department's link, half book as anybody may; their statuses, one list each."""
    later = timezone.now() + timedelta(days=9)
    link = reverse("courses:block", args=[links.issue(block_emails.BLOCK, kept.block, expires_at=later)])
    public = f"/sessions/{kept.session_id}/book/"
    posts = [(link, booking_of(n)) for n in range(OF_THE_DEPARTMENT)]
    posts += [(public, booking_of(100 + n)) for n in range(PUBLIC)]
    turns = sorted(range(len(posts)), key=lambda n: n % OF_THE_DEPARTMENT)  # one of each in turn
    statuses = dict(zip(turns, post_all(server, [posts[n] for n in turns]), strict=True))
    in_order = [statuses[n] for n in range(len(posts))]
    return in_order[:OF_THE_DEPARTMENT], in_order[OF_THE_DEPARTMENT:]


def counts(kept):
    """(how many have one of the department's places, how many booked besides, how many wait)"""
    found = Booking.objects.filter(session=kept.session_id)
    booked = found.booked()
    return booked.filter(kept=kept).count(), booked.filter(kept=None).count(), found.waiting().count()


def test_every_kept_place_has_one_name_and_the_public_the_rest(live_server, kept, slow_counts):
    named, public = race(live_server, kept)
    # then six more names have a place of the department's, and nobody else was told that they have one
    assert sorted(named) == [302] * (KEPT - FILLED) + [422] * (OF_THE_DEPARTMENT - KEPT + FILLED)
    assert public == [302] * PUBLIC
    assert counts(kept) == (KEPT, CAPACITY - KEPT, PUBLIC - (CAPACITY - KEPT))
    assert KeptPlaces.objects.with_left().get().left == 0
    assert bookings.places_taken(kept.session) == CAPACITY


def test_without_the_lock_more_are_filled_than_were_kept(live_server, kept, slow_counts, monkeypatch):
    for module in (blocks, bookings):
        monkeypatch.setattr(module, "lock_session", lambda pk: Session.objects.with_facts().get(pk=pk))
    race(live_server, kept)
    filled, public, _ = counts(kept)
    assert filled > KEPT
    assert public > CAPACITY - KEPT
