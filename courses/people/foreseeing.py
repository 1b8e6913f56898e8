"""What making one of two people will do, before it is done. Reading only."""

from collections import Counter
from dataclasses import dataclass

from courses.models import Booking, Certificate, Session
from stepforward.ui.wording import say_date

HAVE = {
    Booking.State.BOOKED: "has a place",
    Booking.State.OFFERED: "is offered a place",
    Booking.State.WAITING: "waits for a place",
}
BETTER_FIRST = (Booking.State.BOOKED, Booking.State.OFFERED, Booking.State.WAITING)


def better(booking):
    """Sorts the better place first: booked, offered, waiting, and the earlier in the line."""
    in_line = 0 if booking.state == Booking.State.BOOKED else booking.place_in_line
    return BETTER_FIRST.index(booking.state), in_line


@dataclass(frozen=True)
class Twice:
    """A session in which both have a live booking, with what happens there."""

    session: Session
    sentence: str


def booked_twice(bookings, others):
    """[Twice, …] of what two people booked."""
    theirs = {booking.session_id: booking for booking in bookings if booking.is_live}
    return [
        Twice(other.session, _sentence(theirs[other.session_id], other))
        for other in others
        if other.is_live and other.session_id in theirs
    ]


def _sentence(mine, yours):
    if mine.state == yours.state == Booking.State.BOOKED:
        if mine.attendance == yours.attendance == Booking.Attendance.ATTENDED:
            return "Both are marked as there, so they may well be two. One of the marks goes."
        return "Both have a place. One stays, the other is free again."
    stays, ends = sorted((mine, yours), key=better)
    if stays.state == ends.state == Booking.State.WAITING:
        return "Both wait for a place. The earlier place in the line stays."
    return f"{stays.email} {HAVE[stays.state]}, which stays; {ends.email} {HAVE[ends.state]}, which ends."


def side_by_side(one, other, bookings, others):
    """[(fact, what it is of one, of the other, whether they differ in who they are), …]. One query."""
    certified = Certificate.objects.live().filter(booking__in=[*bookings, *others])
    of = Counter(certified.values_list("booking", flat=True))
    who = [
        ("Name", one.name, other.name),
        ("Email address", one.email, other.email),
        ("Organisation", one.organisation_name, other.organisation_name),
        ("Staff group", one.get_staff_group_display(), other.get_staff_group_display()),
    ]
    what = [
        ("Sessions attended", one.sessions, other.sessions),
        ("Last seen", *(say_date(one.last_seen) if one.last_seen else "Never" for one in (one, other))),
        ("Bookings", len(bookings), len(others)),
        ("Certificates", *(sum(of[row.pk] for row in rows) for rows in (bookings, others))),
    ]
    facts = [(fact, mine or "Not said", yours or "Not said", mine != yours) for fact, mine, yours in who]
    return facts + [(fact, mine, yours, False) for fact, mine, yours in what]
