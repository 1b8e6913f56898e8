"""When a supervisor and whom they supervise talk next. Asked of the data, never kept. Reading only.

The next talk is due on the day that they agreed on, else some weeks after the last, or after they began. One
that falls in either's leave is due on their first day back, and while either is away nothing is asked."""

from datetime import timedelta

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from facilitators.growing.away import touching
from facilitators.models import Leave, Supervision, Support

SOON = timedelta(days=14)
EITHER = Q(facilitator=OuterRef("facilitator")) | Q(facilitator=OuterRef("by"))


def running(today):
    """Support that holds on this London date."""
    return Support.objects.current(today).filter(starts_on__lte=today)


def timed(supports, today):
    """`supports`, each with `last_on`, when they last talked, or None; `due_on`, None for buddies; and
    `paused`, whether one of the two is away today."""
    last = Supervision.objects.filter(support=OuterRef("pk")).order_by("-held_on")
    wanted_on = Coalesce(
        Subquery(last.values("next_on")[:1]), _date(Coalesce("last_on", "starts_on") + F("every_weeks") * 7)
    )
    leave = Leave.objects.filter(
        EITHER, starts_on__lte=OuterRef("wanted_on"), ends_on__gte=OuterRef("wanted_on")
    )
    back_on = leave.order_by("-ends_on").values(back_on=_date(F("ends_on") + 1))
    return (
        supports.annotate(last_on=Subquery(last.values("held_on")[:1]))
        .annotate(wanted_on=wanted_on)
        .annotate(
            due_on=Coalesce(Subquery(back_on[:1]), "wanted_on"),
            paused=Exists(touching(today, today).filter(EITHER)),
        )
    )


def supervisions(today):
    """The running ones, timed."""
    return timed(running(today), today).filter(kind=Support.Kind.SUPERVISOR)


def of(person, today):
    """What somebody gets, and then what they give, each with `other`, `gives`, and the tag of its next talk.
    One query."""
    found = list(timed(running(today), today).of(person.user).with_people())
    for one in found:
        tell(one, person, today)
    return sorted(found, key=lambda one: (one.gives, not one.is_supervision, one.other.user.name))


def tell(one, person, today):
    """Give timed support, as `person` sees it, its `other`, whether it `gives` and `has_begun` and, while it
    runs, the tag of its talk."""
    one.other, one.gives = one.other_than(person), one.by_id == person.pk
    one.has_begun = one.starts_on <= today
    if one.is_supervision and one.has_begun and not one.is_over(today):
        one.tag, one.colour = tag_of(one, today)


def due(today):
    """Those whose talk is due today or overdue, the longest first."""
    late = supervisions(today).filter(due_on__lte=today, paused=False)
    with_us = late.filter(facilitator__user__is_active=True, by__user__is_active=True)
    return with_us.order_by("due_on", "pk")


def tag_of(one, today):
    """(words, colour) of supervision that is timed."""
    if one.paused:
        return "paused: on leave", "grey"
    if one.due_on < today:
        return "overdue", "red"
    if one.due_on == today:
        return "due today", "yellow"
    return ("due soon", "yellow") if one.due_on <= today + SOON else ("later", "grey")


def _date(expression):
    return ExpressionWrapper(expression, output_field=DateField())
