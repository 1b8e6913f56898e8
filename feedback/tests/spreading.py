"""What many sessions said, as counting and releasing leave it: told, and how many were asked."""

from courses.models import Course
from feedback.cells import row_of
from feedback.models import Questionnaire, Response, Spread, Wave
from feedback.questions import CHOICE, MANY, RATING, THEN_NOW, first_version
from stepforward.rollout.choices import system_of
from stepforward.rollout.models import Phase
from stepforward.rollout.tests.factories import trust


def course(code="active-bystander"):
    """The course, with the questions of every wave."""
    found, _ = Course.objects.get_or_create(code=code, defaults={"name": code.title()})
    for wave in Wave:
        if not found.questionnaires.filter(wave=wave).exists():
            questions = first_version(found, wave)
            Questionnaire.objects.create(course=found, wave=wave, version=1, questions=questions)
    return found


def tell(question, cells, *, wave=Wave.AFTER, host="RXL", group="", of="active-bystander", **more):
    """Keep `cells` as told by all sessions of `host`, or of everybody in `group`."""
    asked = course(of)
    kinds = {one["code"]: one["kind"] for one in first_version(asked, wave)}
    place = {} if group or not host else place_of(host)
    row = {"told": row_of(cells, kinds[question])} | more
    return Spread.objects.create(
        course=asked,
        phase=Phase.objects.first(),
        wave=wave,
        staff_group=group,
        question=question,
        **place,
        **row,
    )


def place_of(host):
    return {"system": system_of(trust(host)), "organisation": trust(host)}


def were_asked(asked, answered, *, wave=Wave.AFTER, host="RXL"):
    return Response.objects.create(
        course=course(),
        phase=Phase.objects.first(),
        wave=wave,
        **place_of(host),
        asked=asked,
        answered=answered,
    )


def everything_told(times=1, host="RXL"):
    """Something to every question of every wave, of ten people `times` over and a tenth who could not say."""
    said = {
        THEN_NOW: {(2, 4): 6 * times, (3, 4): 4 * times, (0, 4): times},
        RATING: {(None, 5): 7 * times, (None, 3): 3 * times, (None, 0): times},
        CHOICE: {(None, 1): 4 * times, (None, 2): 6 * times},
        MANY: {(None, 0): 10 * times, (None, 1): 7 * times, (None, 4): 5 * times},
    }
    asked, where = course(), {"phase": Phase.objects.first()} | place_of(host)
    Spread.objects.bulk_create(
        Spread(
            course=asked,
            wave=wave,
            question=one["code"],
            told=row_of(said[one["kind"]], one["kind"]),
            **where,
        )
        for wave in Wave
        for one in first_version(asked, wave)
        if one["kind"] in said
    )
    for wave in Wave:
        were_asked(20 * times, 11 * times, wave=wave, host=host)
