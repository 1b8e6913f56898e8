"""What people said after all sessions of a scope together, as far as small numbers allow it. Reads tallies.

A question is decided for every view of one course in one phase: it needs ten answers there; a system, beside
the others, needs to be one that no subtraction brings out (`small_numbers`); a staff group has its own pool,
which counting opens when that is safe. Wider views add up what those tell. Rounds count once they are closed.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from feedback.models import Questionnaire, Round, Tally, Wave
from stepforward.rollout.choices import system_of
from stepforward.rollout.small_numbers import LEAST, shown_apart

POOLED = "in pools"  # answers that passed to a pool: of no system any more
TOO_FEW = f"Fewer than {LEAST} people have answered here so far, too few to show."
NOT_BY_DATES = "Feedback is shown for whole phases: two periods, compared, could single people out."
NOT_BY_TRUST = "Feedback is shown for a system or all of the North West; a session's own is on its page."
NOT_BOTH = "Feedback of one staff group is shown for the whole North West only."


@dataclass(frozen=True)
class Said:
    """Question code to {(before or None, value): people}, the texts of the questions, and who was asked."""

    cells: dict
    texts: dict
    kinds: dict
    asked: int
    answered: int

    def of(self, kind):
        """[(code, text, cells), …] of one kind in the order they are asked."""
        return [
            (code, self.texts[code], self.cells[code])
            for code in self.texts
            if self.kinds[code] == kind and code in self.cells
        ]

    @property
    def rate(self):
        return f"{round(100 * self.answered / self.asked)}% answered" if self.asked else ""


def why_not_shown(scope):
    """A sentence where the scope is too narrow for feedback, or nothing."""
    if scope.is_period:
        return NOT_BY_DATES
    if scope.organisation:
        return NOT_BY_TRUST
    return NOT_BOTH if scope.staff_group and scope.system else ""


def said_in(scope):
    """Everything that both panels read, in three queries."""
    views = defaultdict(lambda: defaultdict(lambda: defaultdict(Counter)))
    for *view, place, question, before, value, n in _tallies(scope):
        views[tuple(view)][question][place][before, value] += n
    cells = defaultdict(Counter)
    for questions in views.values():
        for question, places in questions.items():
            cells[question].update(_told(scope, places))
    texts, kinds = {}, {}
    for questionnaire in Questionnaire.objects.filter(wave=Wave.AFTER).order_by("course__name", "-version"):
        for question in questionnaire.questions:
            texts.setdefault(question["code"], question["text"])
            kinds.setdefault(question["code"], question["kind"])
    asked, answered = _asked(scope)
    shown = {question: dict(found) for question, found in cells.items() if found}
    return Said(shown, texts, kinds, asked, answered)


def _tallies(scope):
    """(phase, course, system, question, before, value, n), summed over rounds that closed and over pools."""
    found = Tally.objects.annotate(
        phase=Coalesce("round__pool__phase", "pool__phase"),
        course=Coalesce("round__questionnaire__course__code", "pool__questionnaire__course__code"),
    )
    if scope.staff_group:
        found = found.filter(pool__staff_group=scope.staff_group)
    else:
        found = found.filter(Q(round__closed=True, round__wave=Wave.AFTER) | Q(pool__staff_group=""))
    if scope.phase:
        found = found.filter(phase=scope.phase.pk)
    if scope.course:
        found = found.filter(course=scope.course)
    rows = found.values_list(
        "phase", "course", "round__session__organisation", "pool", "question", "before", "value"
    ).annotate(people=Sum("n"))
    systems = {one.pk: system_of(one) for one in scope.choices.organisations}
    for phase, course, host, pool, *said in rows.order_by():
        yield phase, course, POOLED if pool else systems.get(host, ""), *said


def _told(scope, places):
    """Of one question in one view: the answers that this scope may be told."""
    order = [POOLED, "", *sorted(scope.choices.systems)]  # in which places are hidden with others
    numbers = {place: places[place].total() for place in order if place in places}
    if sum(numbers.values()) < LEAST:
        return Counter()
    if scope.system:
        return places[scope.system] if scope.system in shown_apart(numbers) & set(places) else Counter()
    return sum(places.values(), Counter())


def _asked(scope):
    """(asked, answered) over closed rounds of which that is known; not by staff group."""
    if scope.staff_group:
        return 0, 0
    found = Round.objects.filter(closed=True, wave=Wave.AFTER, invited__isnull=False)
    if scope.phase:
        found = found.filter(pool__phase=scope.phase)
    if scope.course:
        found = found.filter(questionnaire__course__code=scope.course)
    if scope.system:
        found = found.filter(session__organisation__in=scope.place_ids)
    sums = found.aggregate(asked=Sum("invited"), answered=Sum("answered"))
    return sums["asked"] or 0, sums["answered"] or 0
