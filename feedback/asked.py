"""What a course asks, in all its waves and versions: what a new question may not be taken for, and which
questions another wave can ask as well."""

from dataclasses import dataclass

from django.utils.text import slugify

from feedback.models import Questionnaire, Wave
from feedback.questions import LONGEST_CODE, RATING, THEN_NOW, first_version

FORM_NAMES = {"group"}  # names of the form's own fields, and what it hangs on a code for a second field
FORM_ENDINGS = ("_before", "_now", "_consent")


@dataclass(frozen=True)
class Asked:
    """`versions` is [(wave, version number, questions)], the newest first; `draft` is not among them."""

    versions: list
    wave: str

    def allows(self, question):
        """Whether its code, kind and options are those of what the course asks by that code."""
        return all(
            _same(question, other, wave == self.wave)
            for wave, _, questions in self.versions
            for other in questions
            if other["code"] == question["code"]
        )

    def asks(self, code):
        return any(one["code"] == code for _, _, questions in self.versions for one in questions)

    def codes(self):
        return {one["code"] for _, _, questions in self.versions for one in questions}

    def to_choose_from(self, draft):
        """[(wave, question as `draft` would ask it)] of what it does not ask yet: each code once, in the
        words of its own wave where that asked it."""
        taken, found = {one["code"] for one in draft.questions}, {}
        mine_first = sorted(self.versions, key=lambda version: version[0] != self.wave)
        for wave, _, questions in mine_first:
            for one in questions:
                if one["code"] not in taken | set(found):
                    suited = _suited(one, self.wave)
                    if self.allows(suited):
                        found[one["code"]] = (wave, suited)
        return list(found.values())

    def free_code(self, text, draft):
        """A code made from the text that nothing of the course has."""
        taken = self.codes() | {one["code"] for one in draft.questions} | FORM_NAMES
        start = slugify(text).replace("-", "_")[: LONGEST_CODE - 4].strip("_") or "question"
        numbered = (f"{start}_{number}" for number in range(2, len(taken) + 3))
        return next(
            code for code in (start, *numbered) if code not in taken and not code.endswith(FORM_ENDINGS)
        )


def asked_beside(draft):
    """What the course of `draft` asks in every other version, other drafts among them."""
    others = Questionnaire.objects.filter(course=draft.course_id).exclude(pk=draft.pk).order_by("-version")
    versions = [(one.wave, one.version, one.questions) for one in others]
    there = {wave for wave, _, _ in versions}
    begin = [(wave, 1, first_version(draft.course, wave)) for wave in Wave if wave not in there]
    return Asked(versions + begin, draft.wave)


def _same(one, other, in_one_wave):
    kinds = [one["kind"], other["kind"]]
    if not in_one_wave:  # a pair's second half is what other waves ask once
        kinds = [RATING if kind == THEN_NOW else kind for kind in kinds]
    return kinds[0] == kinds[1] and one.get("options") == other.get("options")


def _suited(question, wave):
    pair_elsewhere = question["kind"] == THEN_NOW and wave != Wave.AFTER
    return question | {"kind": RATING} if pair_elsewhere else question
