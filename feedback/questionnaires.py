"""Writing the questions: a draft begins as a copy of what is asked now, and is what new rounds ask once it is
taken into use. Every edit says which state of the draft its writer saw, so nobody undoes another's unseen.

All of a course's drafts are written under one lock, because a code means one question in all of them.
"""

from django.db import transaction

from courses.models import Course
from feedback.asked import asked_beside
from feedback.models import Questionnaire
from feedback.question_rules import check_whole, question_of
from feedback.refusals import DraftChanged, NotAQuestion, NotInTheDraft, QuestionnaireStays
from feedback.rounds import questionnaire_for
from stepforward.audit.recording import record


@transaction.atomic
def new_version(*, course, wave, by):
    """A draft that copies what is asked now; the draft that is there already, where there is one."""
    _lock(course.pk)
    there = Questionnaire.objects.filter(course=course, wave=wave, is_draft=True).first()
    if there is not None:
        return there
    now = questionnaire_for(course, wave)
    draft = Questionnaire.objects.create(
        course=course, wave=wave, version=now.version + 1, questions=now.questions, is_draft=True
    )
    record("questionnaire drafted", draft, by=by, wave=wave, version=draft.version)
    return draft


@transaction.atomic
def add_question(*, draft, seen, by, kind, text, options=()):
    """Add a question at the end. Raises NotAQuestion, DraftChanged, QuestionnaireStays."""
    held = _hold(draft, seen)
    question = question_of(kind=kind, text=text, options=options, wave=held.wave)
    code = asked_beside(held).free_code(question["text"], held)
    _save(held, [*held.questions, {"code": code} | question], "question added", by, code)
    return code


@transaction.atomic
def choose_question(*, draft, seen, by, code):
    """Ask what another wave or version asks, too, by the same code. Raises as add_question."""
    held = _hold(draft, seen)
    found = [one for _, one in asked_beside(held).to_choose_from(held) if one["code"] == code]
    if not found:
        raise NotAQuestion("Choose a question of those below", field="code")
    _save(held, held.questions + found, "question chosen", by, code)


@transaction.atomic
def write_question(*, draft, seen, by, code, kind, text, options=()):
    """Change a question; returns its code, another one where it is not what was asked by the old one any
    more. Raises as add_question, and NotInTheDraft."""
    held = _hold(draft, seen, code)
    place = _place_of(held, code)
    question = question_of(kind=kind, text=text, options=options, wave=held.wave)
    asked = asked_beside(held)
    new = code if asked.allows({"code": code} | question) else asked.free_code(question["text"], held)
    questions = [*held.questions]
    questions[place] = {"code": new} | question
    _save(held, questions, "question changed", by, new)
    return new


@transaction.atomic
def move_question(*, draft, seen, by, code, by_places):
    """Move a question down by so many places, or up by a negative number, at most to the end. Raises
    DraftChanged, QuestionnaireStays, NotInTheDraft."""
    held = _hold(draft, seen, code)
    place, questions = _place_of(held, code), [*held.questions]
    questions.insert(max(0, place + by_places), questions.pop(place))
    _save(held, questions, "question moved", by, code)


@transaction.atomic
def take_out(*, draft, seen, by, code):
    """Raises as move_question, and NotAQuestion for the last one."""
    held = _hold(draft, seen, code)
    place = _place_of(held, code)
    _save(held, held.questions[:place] + held.questions[place + 1 :], "question taken out", by, code)


@transaction.atomic
def use(*, draft, seen, by):
    """Rounds that open from now on ask this version; those that are open keep theirs. Raises DraftChanged,
    QuestionnaireStays, NotAQuestion."""
    held = _hold(draft, seen)
    check_whole(held.questions)
    held.is_draft = False
    held.save(update_fields=["is_draft"])
    record("questionnaire taken into use", held, by=by, wave=held.wave, version=held.version)


@transaction.atomic
def throw_away(*, draft, seen, by):
    """Raises DraftChanged, QuestionnaireStays."""
    held = _hold(draft, seen)
    record("draft of questionnaire thrown away", held, by=by, wave=held.wave, version=held.version)
    held.delete()


def _lock(course_id):
    Course.objects.select_for_update(no_key=True).get(pk=course_id)


def _hold(draft, seen, code=None):
    _lock(draft.course_id)
    held = Questionnaire.objects.select_related("course").filter(pk=draft.pk).first()
    if held is None:
        raise DraftChanged
    if not held.is_draft:
        raise QuestionnaireStays
    if code is not None and all(one["code"] != code for one in held.questions):
        raise NotInTheDraft
    if held.seen_as != seen:
        raise DraftChanged
    return held


def _place_of(draft, code):
    return [one["code"] for one in draft.questions].index(code)


def _save(draft, questions, verb, by, code):
    check_whole(questions)
    draft.questions = questions
    draft.save(update_fields=["questions"])
    record(verb, draft, by=by, version=draft.version, question=code)
