"""The names that the detector is told of: everybody on the roster, whoever had a place in the session, and
the places of the programme. As one list, in which nobody stands out: not who wrote what."""

from collections import defaultdict

from courses.models import Booking, Venue
from facilitators.models import Facilitator
from feedback.detecting import spans_among
from feedback.names_in_words import Names
from stepforward.people.models import Organisation


def spans_of(comments):
    """{comment's key: what its words point out}; four queries for however many comments."""
    sessions = {comment.round.session_id for comment in comments if comment.round_id}
    roster = list(Facilitator.objects.values_list("user__name", flat=True))
    booked = defaultdict(list)
    of_sessions = Booking.objects.filter(session__in=sessions)
    for session, name in of_sessions.values_list("session", "name").order_by("session", "name"):
        booked[session].append(name)
    places = _places()
    names = {session: Names([*roster, *booked[session]]) for session in {*sessions, None}}
    return {
        comment.pk: spans_among(
            comment.text, names=names[comment.round.session_id if comment.round_id else None], places=places
        )
        for comment in comments
    }


def _places():
    organisations = Organisation.objects.values_list("name", "short_name")
    return Names(
        [*Venue.objects.values_list("name", flat=True), *(name for both in organisations for name in both)]
    )
