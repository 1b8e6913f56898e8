"""The figures of many sessions, read: sums of what `feedback.releasing` has told, and nothing else.

Each step there holds ten people or more and may be shown by itself, so every sum may be shown, and every
difference between two sums is made of whole steps.
"""

from collections import defaultdict

from feedback.cells import added, cells_in
from feedback.models import Response, Spread
from feedback.small_numbers import IN_MANY

TOO_FEW = f"Fewer than {IN_MANY} people have answered here so far, too few to show."
NOT_BY_DATES = "Feedback is shown for whole phases: two periods, compared, could single people out."
NOT_BOTH = "Feedback of one staff group is shown for the whole North West only."


def why_not_shown(scope):
    """A sentence where the scope is too narrow for feedback, or nothing."""
    if scope.is_period:
        return NOT_BY_DATES
    return NOT_BOTH if scope.staff_group and scope.has_place else ""


def told(scope, kinds):
    """{(wave, code): cells} of what may be told in `scope`, of the questions in `kinds` {(course id, wave,
    code): kind}."""
    sums, kind_of = defaultdict(list), {}
    rows = _within(scope, Spread.objects.filter(staff_group=scope.staff_group)).exclude(told=[])
    for course, wave, code, row in rows.values_list("course_id", "wave", "question", "told").order_by():
        if kind := kinds.get((course, wave, code)):
            sums[wave, code], kind_of[wave, code] = added(sums[wave, code], row), kind
    return {key: cells_in(row, kind_of[key]) for key, row in sums.items()}


def responses(scope):
    """{wave: (asked, answered)} of rounds that closed. Not by staff group: nobody knows who was asked."""
    found = defaultdict(lambda: (0, 0))
    if not scope.staff_group:
        rows = _within(scope, Response.objects.all()).values_list("wave", "asked", "answered")
        for wave, asked, answered in rows.order_by():
            found[wave] = found[wave][0] + asked, found[wave][1] + answered
    return dict(found)


def _within(scope, rows):
    if scope.phase:
        rows = rows.filter(phase=scope.phase)
    if scope.course:
        rows = rows.filter(course__code=scope.course)
    if scope.organisation:
        return rows.filter(organisation__in=scope.place_ids)
    return rows.filter(system=scope.system) if scope.system else rows
