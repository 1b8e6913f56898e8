"""What people said before, after and three months on, in one scope, and how many were asked.

All of it comes from what was rolled up and may be told (`feedback.spreads`).
"""

from dataclasses import dataclass, replace

from feedback import spreads
from feedback.models import Questionnaire, Wave
from feedback.questions import COMMENT, options_of


@dataclass(frozen=True)
class Question:
    """`options` {number: text} are what can be chosen; of a scale, its points."""

    code: str
    kind: str
    text: str
    options: dict


@dataclass(frozen=True)
class Response:
    asked: int
    answered: int

    @property
    def rate(self):
        """In whole per cent."""
        return round(100 * self.answered / self.asked)


@dataclass(frozen=True)
class Asked:
    """`questions` {wave: {code: Question}} in the order they are asked, worded as today; `kinds` {(course id,
    wave, code): kind} of all courses that ask them so."""

    questions: dict
    kinds: dict


@dataclass(frozen=True)
class Evaluation:
    """`cells` {(wave, code): {(before or None, value): people}}, and `responses` {wave: Response} where
    anybody was asked."""

    questions: dict
    cells: dict
    responses: dict

    def told(self, wave, *kinds):
        """[(Question, cells), …] of these kinds that may be told."""
        return [
            (question, self.cells[wave, code])
            for code, question in self.questions[wave].items()
            if question.kind in kinds and (wave, code) in self.cells
        ]

    def one(self, wave, code):
        """(Question, cells) of one question, or None where it may not be told."""
        found = self.questions[wave].get(code), self.cells.get((wave, code))
        return found if all(found) else None


def evaluated(scope):
    """The Evaluation of `scope`, in three queries; ask `spreads.why_not_shown` first."""
    asked = scope.once(_asked)
    responses = {wave: Response(*counts) for wave, counts in spreads.responses(scope).items()}
    return Evaluation(asked.questions, spreads.told(scope, asked.kinds), responses)


def programme(scope):
    """The Evaluation of everybody everywhere in the same phase, or None where `scope` is that already."""
    if not (scope.has_place or scope.course or scope.staff_group):
        return None
    whole = replace(scope, system="", organisation=None, course="", staff_group="", _kept={})
    asked = scope.once(_asked)
    return Evaluation(asked.questions, spreads.told(whole, asked.kinds), {})


def _asked(scope):
    """What the courses of `scope` ask. A code that two courses ask differently is the first one's, by name:
    choose the other to see its own."""
    questions, kinds = {wave: {} for wave in Wave.values}, {}
    versions = Questionnaire.objects.asked().select_related("course").order_by("course__name", "-version")
    for version in sorted(versions, key=lambda one: one.course.code != scope.course):
        for one in version.questions:
            if one["kind"] == COMMENT:
                continue
            found = Question(one["code"], one["kind"], one["text"], options_of(one))
            if scope.course in ("", version.course.code):
                questions[version.wave].setdefault(found.code, found)
            first = questions[version.wave].get(found.code)
            if first and (first.kind, first.options) == (found.kind, found.options):
                kinds[version.course_id, version.wave, found.code] = found.kind
    return Asked(questions, kinds)
