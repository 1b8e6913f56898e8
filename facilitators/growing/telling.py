"""Somebody's growth in words, as their page tells it: stages, what is missing, how they came here, what was
observed. Reading only."""

from dataclasses import dataclass

from facilitators.growing import signing, training
from facilitators.growing.progress import Way, ways
from facilitators.growing.reach import rows
from facilitators.growing.trainers import trainers_of
from facilitators.models import Accreditation, Observation, StageChange
from stepforward.ui.wording import say_date, say_list

Kind, Stage = StageChange.Kind, Accreditation.Stage


@dataclass(frozen=True)
class Story:
    """One course of somebody's: `steps` are (StageChange, sentence) pairs, the newest first; `may_sign` is
    whether the reader may sign what comes next; `doubt` a sentence, or empty."""

    way: Way
    ladder: list
    steps: list
    trained_by: str
    doubt: str
    observations: list
    may_sign: bool


def stories(person, reader, *, found=None, led=None):
    """A Story for each course, by its name. Who has the ways `found`, and knows what the reader has `led`,
    spares asking again."""
    found = ways(rows().filter(facilitator=person)) if found is None else found
    held = [way.held for way in found.values() if way.held.facilitator_id == person.pk]
    led, steps = signing.led_by(reader) if led is None else led, {}
    for step in person.stage_changes.select_related("by", "source__course").order_by("-at", "-pk"):
        steps.setdefault(step.course_id, []).append(step)
    seen = {}
    visible = Observation.objects.visible_to(reader).with_session()
    for one in visible.filter(assignment__facilitator=person):
        seen.setdefault(one.assignment.session.course_id, []).append(one)
    trainers = trainers_of({one.source_id for one in held if one.source_id})
    doubted = training.doubted().filter(facilitator=person) if person.user_id != reader.pk else []
    doubted = {one.pk for one in doubted}
    return [
        Story(
            way=found[one.pk],
            ladder=_ladder(one),
            steps=[(step, sentence(step)) for step in steps.get(one.course_id, [])],
            trained_by=say_list(trainers.get(one.source_id, [])),
            doubt=_doubt(one) if one.pk in doubted else "",
            observations=seen.get(one.course_id, []),
            may_sign=signing.may_sign(reader, one, led),
        )
        for one in held
    ]


def sentence(step):
    """What happened: "Amira Haddad signed them off as lead: 3 of 3 sessions as co-facilitator"."""
    stage = step.get_stage_display().lower()
    if step.kind == Kind.TRAINED:
        return f"Trained in the {step.source.course.name.lower()} of {say_date(step.source.starts_at)}"
    if step.kind == Kind.BROUGHT_IN:
        return f"Known as {stage} from before"
    if step.kind == Kind.TAKEN_BACK:
        return "Taken back: the register does not say any more that they attended"
    if step.kind == Kind.LAPSED:
        return "Out of practice: not delivered for too long"
    if step.kind == Kind.RENEWED:
        said = f", signed by {step.by.name}: {step.exception}" if step.by else ", by delivering again"
        return f"Back in practice{said}"
    kept = f" ({kept})" if (kept := signing.in_words(step)) else ""
    why = f". Signed all the same: {step.exception}" if step.exception else ""
    return f"{step.by.name} signed: {stage}{kept}{why}"


def _ladder(held):
    """[(label, "done", "now" or "to come"), …]"""
    at = list(Stage).index(held.stage)
    marks = ("done", "now", "to come")
    return [(stage.label, marks[(n > at) - (n < at) + 1]) for n, stage in enumerate(Stage)]


def _doubt(held):
    return (
        f"The register of {say_date(held.source.starts_at)} does not say any more that they attended. They "
        f"stay {held.get_stage_display().lower()}, because they have been asked, have said when they are "
        "free or were signed off since. Speak to them."
    )
