"""How the questions of every course and wave stand, and what a draft would change. Never writes."""

from dataclasses import dataclass

from django.db.models import Count, Min

from courses.models import Course
from feedback.models import Questionnaire, Wave
from feedback.questions import KINDS, first_version


@dataclass(frozen=True)
class Standing:
    """What one course asks in one wave; `asked` is None until its first round is due."""

    course: Course
    wave: str
    asked: Questionnaire | None
    draft: Questionnaire | None

    @property
    def wave_name(self):
        return Wave(self.wave).label

    @property
    def questions(self):
        return self.asked.questions if self.asked else first_version(self.course, self.wave)

    @property
    def version(self):
        return self.asked.version if self.asked else 1

    @property
    def rounds(self):
        return self.asked.used_by if self.asked else 0

    @property
    def since(self):
        return self.asked.asked_since if self.asked else None


@dataclass(frozen=True)
class Compared:
    """A question of a draft beside what is asked now: `state` is new, changed or ""."""

    question: dict
    state: str

    @property
    def kind_name(self):
        return KINDS[self.question["kind"]]


def standings(*, course=None, wave="", drafts_only=False):
    """One for each course and wave, in the order of names and time; two queries."""
    found = {}
    here = Questionnaire.objects.exclude(version=Questionnaire.MOVED_IN)
    for one in with_use(here.order_by("version")):
        found[one.course_id, one.wave, one.is_draft] = one
    return [
        Standing(of, each, found.get((of.pk, each, False)), found.get((of.pk, each, True)))
        for of in Course.objects.order_by("name", "pk")
        for each in Wave.values
        if course in (None, of)
        if wave in ("", each)
        if not drafts_only or (of.pk, each, True) in found
    ]


def with_use(versions):
    """Each with `used_by`, how many rounds, and `asked_since`, the day on which the first of them opened."""
    return versions.annotate(used_by=Count("rounds"), asked_since=Min("rounds__opens_on"))


def asked_now(draft):
    """The version that new rounds ask while this one is a draft."""
    return Questionnaire.objects.filter(course=draft.course_id, wave=draft.wave).newest()


def compared(draft, before):
    """(what the draft asks as Compared, the questions of `before` that it asks no more)."""
    asked = {one["code"]: one for one in before.questions}
    rows = [Compared(one, _state(one, asked.get(one["code"]))) for one in draft.questions]
    kept = {one["code"] for one in draft.questions}
    return rows, [one for one in before.questions if one["code"] not in kept]


def _state(question, asked):
    if asked is None:
        return "new"
    return "" if question == asked else "changed"
