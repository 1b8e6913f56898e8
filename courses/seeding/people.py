"""The demo's people under two addresses: two who are likely one, and two who were said to be two."""

from courses import bookings
from courses.models import Booking, Session
from courses.people.apart import say_apart


def plant(*, coordinator, now):
    online = Session.objects.filter(state="open", starts_at__gt=now, venue=None).earliest("starts_at")
    came = Booking.objects.attended().reachable().filter(session__ends_at__lt=now).order_by("-pk")
    once, twice, namesake = came[:3]
    # Came before, and books again from home
    _book(online, once, email=_at_home(once), now=now)
    # Has booked with the address of the trust, and again with a short name
    first, _, last = twice.name.partition(" ")
    _book(online, twice, email=twice.email, now=now)
    _book(online, twice, name=f"{first[0]} {last}", email=_at_home(twice), now=now)
    # Has a namesake in the same trust, as somebody found out
    other = _book(online, namesake, email=_at_home(namesake), now=now)
    say_apart(one=namesake, other=other, by=coordinator)


def _at_home(booking):
    return f"{booking.name.replace(' ', '.').lower()}@mail.example"


def _book(session, like, *, name=None, email, now):
    return bookings.book(
        session=session,
        name=name or like.name,
        email=email,
        organisation=like.organisation,
        staff_group=like.staff_group,
        now=now,
    )
