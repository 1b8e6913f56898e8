"""Whom a mailing reaches, whom it leaves out and why, and what each of them would read. Reading only.

Only people with a live relation are reached: a booking of a session that ended at most six months ago, or a
request that waits for an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db.models import Q

from courses.email_placeholders import ROUGHLY_WHERE, THE_REQUEST, THE_SESSION
from courses.models import Booking, Mailing, TrainingRequest
from stepforward.outbox.kinds import NAME, Kind, Placeholder
from stepforward.outbox.rewording import Wording
from stepforward.people import links
from stepforward.ui.wording import moment_of

To, Group = Mailing.To, Mailing.Group
LIVES = timedelta(days=183)  # after the session
AT_MOST = 5000  # people; the page shows their names, and one transaction queues them
KIND = "courses/mailing"

NO_ADDRESS = "Left no email address"
SAME_ADDRESS = "Gets it already, at the same address"
WITHDRAWN = "Cancelled, or gave the place up"
REQUEST_ENDED = "Withdrew the request"
TOO_LONG_AGO = "The session was more than six months ago"

HELD = Q(state=Booking.State.BOOKED)
GROUPS = {
    Group.BOOKED: HELD,
    Group.WAITING: Q(state__in=[Booking.State.WAITING, Booking.State.OFFERED]),
    Group.ATTENDED: HELD & Q(attendance=Booking.Attendance.ATTENDED),
    Group.ABSENT: HELD & Q(attendance=Booking.Attendance.ABSENT),
}


def say_book_page(words):
    session = words["session"]
    for_everybody = session.state == session.State.OPEN and session.visibility == session.Visibility.PUBLIC
    return links.absolute("courses:session", session.pk) if for_everybody else ""


OPEN_PAGE = {
    "book_page": Placeholder(
        "The page on which their colleagues book a place too; empty unless everybody may",
        "https://stepforward.example/sessions/7/",
        say_book_page,
    )
}
TO_PEOPLE = Kind(
    KIND,
    "A mailing",
    "Whoever has a place, or waits for one",
    NAME | THE_SESSION | ROUGHLY_WHERE | OPEN_PAGE,
    dict,
)
TO_REQUESTERS = Kind(KIND, "A mailing", "Whoever asked for a course", NAME | THE_REQUEST, dict)


@dataclass(frozen=True)
class Letter:
    """One person and what they would read."""

    name: str
    email: str
    about: str
    subject: str
    text: str


@dataclass(frozen=True)
class Reach:
    letters: list
    left_out: list  # (name, about, why)

    @property
    def seen(self):
        """What stands for exactly these people reading exactly these words."""
        digest = sha256()
        for letter in self.letters:
            digest.update(repr((letter.email, letter.name, letter.subject, letter.text)).encode())
        return digest.hexdigest()

    @property
    def said_left_out(self):
        """[(why, how many), …], in the order in which they are met."""
        counts = {}
        for _, _, why in self.left_out:
            counts[why] = counts.get(why, 0) + 1
        return list(counts.items())


def kind_of(to):
    """The placeholders that a mailing to these people offers, as a kind of email."""
    return TO_REQUESTERS if to == To.REQUESTERS else TO_PEOPLE


def reach(mailing, *, now):
    """Whom it reaches now. One query."""
    rows = _requests(mailing) if mailing.to == To.REQUESTERS else _bookings(mailing, now)
    kind, wording = kind_of(mailing.to), Wording(mailing.subject, mailing.text)
    letters, left_out, addresses = [], [], set()
    for name, email, about, why, words in rows:
        address = email.strip().lower()
        why = why or (NO_ADDRESS if not address else SAME_ADDRESS if address in addresses else "")
        if why:
            left_out.append((address, (name, about, why)))
            continue
        addresses.add(address)
        subject, text = wording.filled(_say(kind, words))
        letters.append(Letter(name, email.strip(), about, subject, text))
    # Who cancelled and then booked again gets it, and is not left out.
    said = [one for address, one in left_out if one[2] == SAME_ADDRESS or address not in addresses]
    return Reach(letters, said)


def _say(kind, words: Mapping):
    return lambda name: kind.say(name, words)


def _bookings(mailing, now):
    """(name, address, about, why not, words) of each booking that is meant, the first session at the top."""
    meant = Q()
    for group in mailing.groups:
        meant |= GROUPS[group]
    gave_up = Q(state__in=[Booking.State.CANCELLED, Booking.State.LAPSED, Booking.State.PASSED_ON])
    found = Booking.objects.filter(meant | gave_up).select_related("session__course", "session__venue")
    if mailing.to == To.SESSION:
        found = found.filter(session=mailing.session_id)
    else:
        first, after = moment_of(mailing.since), moment_of(mailing.until + timedelta(days=1))
        found = found.filter(
            session__course=mailing.course_id, session__starts_at__gte=first, session__starts_at__lt=after
        ).exclude(session__state="called_off")
    for booking in found.order_by("session__starts_at", "name", "pk")[: AT_MOST + 1]:
        session = booking.session
        why = TOO_LONG_AGO if session.ends_at < now - LIVES else ""
        if not why and booking.state in Booking.ENDED:
            why = WITHDRAWN
        yield booking.name, booking.email, str(session), why, {"name": booking.name, "session": session}


def _requests(mailing):
    found = TrainingRequest.objects.filter(
        state__in=[*TrainingRequest.WAITING, TrainingRequest.State.WITHDRAWN]
    ).select_related("organisation")
    if mailing.organisation_id:
        found = found.filter(organisation=mailing.organisation_id)
    if mailing.since:
        found = found.filter(asked_at__gte=moment_of(mailing.since))
    if mailing.until:
        found = found.filter(asked_at__lt=moment_of(mailing.until + timedelta(days=1)))
    for request in found.order_by("asked_at", "pk")[: AT_MOST + 1]:
        why = "" if request.is_waiting else REQUEST_ENDED
        words = {"name": request.contact_name, "request": request}
        yield request.contact_name, request.contact_email, str(request), why, words
