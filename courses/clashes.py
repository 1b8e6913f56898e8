"""Two sessions at once in one venue, or behind one online link. It is shown and not forbidden, because a
venue may have two rooms. Reading only."""

from django.db.models import Exists, F, OuterRef, Q

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
    same = Q(venue=session.venue_id) if session.venue_id else Q(pk__in=[])
    if session.online_link:
        same |= Q(online_link=session.online_link)
    found = list(
        Session.objects.to_come_at_once_with(session)
        .filter(same)
        .select_related("course", "venue", "organisation")
        .order_by(F("starts_at"), "pk")
    )
    for one in found:
        venue = session.venue_id is not None and one.venue_id == session.venue_id
        one.shares = SAME_VENUE if venue else SAME_LINK
    return found
