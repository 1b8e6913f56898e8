"""Two sessions at once in one venue, or behind one online link. It is shown and not forbidden, because a
venue may have two rooms. Reading only."""

from copy import copy

from django.db.models import Exists, OuterRef, Q

from courses.models import Session

SAME_VENUE, SAME_LINK = "the same venue", "the same online link"
SAME_PLACE = Q(venue=OuterRef("venue")) | (Q(online_link=OuterRef("online_link")) & ~Q(online_link=""))


def with_clashes(sessions):
    """Each of the queryset with `clashes`, whether another session to come is in its place at its time."""
    others = Session.objects.filter(
        SAME_PLACE,
        state__in=Session.TO_COME,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    ).exclude(pk=OuterRef("pk"))
    stands = Q(state__in=Session.TO_COME)
    return sessions.annotate(clashes=Exists(others) & stands)


def clashes_of(session):
    """The sessions to come that share its place at its time, each with `shares`, what they share. `session`
    need not be saved. One query."""
    return clashes_of_each([session])[0]


def clashes_of_each(sessions):
    """The same of several sessions, a list for each. One query."""
    in_the_way = Q(pk__in=[])
    for session in sessions:
        at_once = Q(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
        if session.venue_id:
            in_the_way |= at_once & Q(venue=session.venue_id)
        if session.online_link:
            in_the_way |= at_once & Q(online_link=session.online_link)
    found = Session.objects.filter(in_the_way, state__in=Session.TO_COME)
    found = found.select_related("course", "venue", "organisation").order_by("starts_at", "pk")
    return [[one for other in found if (one := _sharing(session, other))] for session in sessions]


def _sharing(session, other):
    """A copy of `other` that says what both share; None where they do not clash."""
    at_once = other.starts_at < session.ends_at and other.ends_at > session.starts_at
    same_venue = session.venue_id is not None and other.venue_id == session.venue_id
    same_link = session.online_link != "" and other.online_link == session.online_link
    if other.pk == session.pk or not at_once or not (same_venue or same_link):
        return None
    other = copy(other)
    other.shares = SAME_VENUE if same_venue else SAME_LINK
    return other
