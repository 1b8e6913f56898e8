"""What each stage of a course needs, as the programme decides it. What was signed before stays signed."""

from django.db import transaction

from courses.models import Course
from facilitators.growing.progress import NEEDS, Need
from facilitators.models import Accreditation, StageRule
from stepforward.audit.recording import record

Stage = Accreditation.Stage
ASKED = {  # of each stage, what makes sense to ask
    Stage.SHADOWING: ("shadowed",),
    Stage.CO_FACILITATOR: ("shadowed", "observed", "current_months"),
    Stage.LEAD: ("co_facilitated", "observed", "current_months"),
    Stage.TRAINER: ("led", "observed", "current_months"),
}


@transaction.atomic
def decide(*, course, needs, taught_by, by):
    """`needs` is {(stage, name): a number, or None}, with every name of ASKED; `taught_by` are the courses
    whose sessions train people to deliver this one."""
    Course.objects.select_for_update().get(pk=course.pk)
    before = {rule.stage: rule for rule in course.stage_rules.all()}
    changed = []
    for stage, names in ASKED.items():
        rule = before.get(stage) or StageRule(course=course, stage=stage)
        for name in names:
            wanted = needs[stage, name]
            wanted = wanted if name == "current_months" else wanted or 0
            if getattr(rule, name) != wanted:
                setattr(rule, name, wanted)
                changed.append(f"{stage} {name.replace('_', ' ')} {wanted or 'none'}")
        rule.save()
    trained_by = set(course.taught_by.values_list("pk", flat=True))
    if trained_by != {one.pk for one in taught_by}:
        course.taught_by.set(taught_by)
        changed.append("taught by " + (", ".join(sorted(one.code for one in taught_by)) or "none"))
    if changed:
        record("stages decided", course, by=by, changed=changed)
    return changed


def needed(course):
    """[(stage, [what it needs, in words], months or None), …] of a course; one query at most."""
    rules, found = {rule.stage: rule for rule in course.stage_rules.all()}, []
    for stage in ASKED:
        rule = rules.get(stage)
        wanted = [Need(name, getattr(rule, name), 0) for name in NEEDS] if rule else []
        words = [need.words for need in wanted if need.wanted]
        found.append((stage, [*words, "a signature"], rule and rule.current_months))
    return found
