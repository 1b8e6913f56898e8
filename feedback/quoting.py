"""What people agreed to have quoted, in our reports or publicly, where nobody can tell who said it.

A quote carries its words alone: no name, date, place, organisation or staff group. It comes from a collection
that has closed, of a course of which ten answers or more were counted in at least three sessions; so neither
a new quote nor a course's page tells of one session. The website quotes what a coordinator chose for it.
"""

from django.db.models import Count, Sum

from feedback.models import Comment, Consent, Round
from feedback.small_numbers import IN_MANY, SESSIONS_OF_MANY

AT_MOST = 3
TOO_FEW = (
    f"Wait until the collection has closed, and {IN_MANY} answers from {SESSIONS_OF_MANY} sessions of "
    "this course are counted. Until then somebody might know who said it."
)


def in_company(phase=None):
    """Comments of which nobody can tell who wrote them; with `phase`, in the company of that phase alone."""
    closed = Round.objects.filter(closed=True, counted__gt=0)
    if phase is not None:
        closed = closed.filter(pool__phase=phase)
    large_enough = (
        closed.order_by()
        .values("session__course")
        .annotate(answers=Sum("counted"), sessions=Count("session", distinct=True))
        .filter(answers__gte=IN_MANY, sessions__gte=SESSIONS_OF_MANY)
    )
    return Comment.objects.filter(
        round__in=closed, round__session__course__in=large_enough.values("session__course")
    )


def quoted():
    """All that the website may quote, in an order that says nothing: that of their random keys."""
    agreed = {"consent": Consent.PUBLIC, "state": Comment.State.SHOWN, "on_website": True}
    return in_company().filter(**agreed).order_by("pk")


def texts(course=None):
    """The words of a few quotes, of one course or of all. One query."""
    found = quoted() if course is None else quoted().filter(round__session__course=course)
    return list(found.values_list("text", flat=True)[:AT_MOST])


def for_reports(scope):
    """All that a report of `scope` may quote, in the order of their random keys: of a whole course, phase or
    everything. Nothing of narrower scopes, which would tell where it was said."""
    if scope.is_period or scope.has_place or scope.staff_group:
        return Comment.objects.none()
    agreed = {"consent__in": [Consent.REPORTS, Consent.PUBLIC], "state": Comment.State.SHOWN}
    found = in_company(scope.phase).filter(**agreed)
    if scope.course:
        found = found.filter(round__session__course__code=scope.course)
    return found.order_by("pk")
