"""What people agreed to have quoted, and a coordinator chose: for visitors, and nobody can tell who said it.

A quote carries its words alone: no name, date, place, organisation or staff group. It comes from a collection
that has closed, of a course of which ten answers or more were counted in at least three sessions; so neither
a new quote nor a course's page tells of one session.
"""

from django.db.models import Count, Sum

from feedback.models import Comment, Consent, Round

LEAST_ANSWERS, LEAST_SESSIONS = 10, 3
AT_MOST = 3
TOO_FEW = (
    f"Wait until the collection has closed, and {LEAST_ANSWERS} answers from {LEAST_SESSIONS} sessions of "
    "this course are counted. Until then somebody might know who said it."
)


def in_company():
    """Comments of which nobody can tell who wrote them."""
    large_enough = (
        Round.objects.filter(closed=True, counted__gt=0)
        .order_by()
        .values("session__course")
        .annotate(answers=Sum("counted"), sessions=Count("session", distinct=True))
        .filter(answers__gte=LEAST_ANSWERS, sessions__gte=LEAST_SESSIONS)
    )
    return Comment.objects.filter(
        round__closed=True, round__session__course__in=large_enough.values("session__course")
    )


def quoted():
    """All that the website may quote, in an order that says nothing: that of their random keys."""
    agreed = {"consent": Consent.PUBLIC, "state": Comment.State.SHOWN, "on_website": True}
    return in_company().filter(**agreed).order_by("pk")


def texts(course=None):
    """The words of a few quotes, of one course or of all. One query."""
    found = quoted() if course is None else quoted().filter(round__session__course=course)
    return list(found.values_list("text", flat=True)[:AT_MOST])
