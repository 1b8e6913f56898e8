"""The demo's places kept for departments, a swapped name, a reason to cancel, and somebody booked twice."""

from datetime import timedelta

from courses import blocks, bookings, swapping
from courses.models import Booking
from stepforward.ui.wording import civil_date

HEARD = [*Booking.HeardFrom.values, "", "", "colleague", "education"]
DIETARY = ("Vegan, please.", "No nuts: I carry a pen.", "Halal.")


def keep_some(story, sessions):
    """Eight places in each of these sessions for Pharmacy; three have a name, one of them a swapped one."""
    last = min(civil_date(session.starts_at) for session in sessions) - timedelta(days=2)
    block = blocks.keep(
        sessions=sessions,
        places=8,
        department="Pharmacy",
        organisation=sessions[0].organisation,
        contact_name="Beth Greenhalgh",
        contact_email="beth.greenhalgh@nhs-trust.example",
        names_by=last,
        by=story.coordinator,
        now=story.now - timedelta(days=4),
    )
    kept = block.kept_places.order_by("pk").first()
    taken = [
        blocks.take(
            kept=kept, now=story.now - timedelta(days=3, hours=n), **story.somebody(kept.session.organisation)
        )
        for n in range(3)
    ]
    instead = story.somebody(kept.session.organisation)
    swapping.swap(booking=taken[0], added_by=block.contact_name, now=story.now - timedelta(days=1), **instead)


def tell_more(story, session):
    """Some of its people eat no nuts, some say how they heard of us, one cancels and says why, and one booked
    twice from two addresses."""
    booked = list(session.bookings.booked().order_by("pk"))
    for n, booking in enumerate(booked):
        booking.heard_from = HEARD[n % len(HEARD)]
        booking.dietary = DIETARY[n] if n < len(DIETARY) else ""
        booking.save(update_fields=["heard_from", "dietary"])
    bookings.cancel(
        booking=booked[-1],
        because=Booking.Reason.WORK,
        note="Moved to the night shift.",
        now=story.now - timedelta(hours=5),
    )
    twice = booked[0]
    name, domain = twice.email.split("@")
    bookings.book(
        session=session,
        name=twice.name,
        email=f"{name}+work@{domain}",
        organisation=twice.organisation,
        staff_group=twice.staff_group,
        now=story.now - timedelta(hours=4),
    )
