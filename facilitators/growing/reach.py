"""Whose growth one sees, and of all of them those who need somebody. Reading only."""

from django.db.models import Q

from facilitators.growing import signing, training
from facilitators.growing.currency import AHEAD
from facilitators.growing.progress import ways
from facilitators.models import Accreditation

Stage = Accreditation.Stage


def rows():
    return Accreditation.objects.select_related(
        "facilitator__user", "facilitator__organisation", "course", "source"
    ).order_by("facilitator__user__name", "facilitator", "course__name")


def found(today, *, q="", course=None, stage="", show=""):
    """The ways of everybody who is with us, by name, filtered. Four queries at most."""
    held = rows().filter(facilitator__left_on=None, facilitator__user__is_active=True)
    if q:
        held = held.filter(
            Q(facilitator__user__name__icontains=q) | Q(facilitator__organisation__name__icontains=q)
        )
    if course:
        held = held.filter(course=course)
    if stage:
        held = held.filter(stage=stage)
    if show == "lapsed":
        held = held.filter(lapsed_on__isnull=False)
    elif show == "doubted":
        held = held.filter(pk__in=training.doubted().values("pk"))
    some = list(ways(held).values())
    if show == "ready":
        some = [way for way in some if way.ready]
    elif show == "ends":
        some = [way for way in some if ends_soon(way, today)]
    return some


def ends_soon(way, today):
    return bool(way.current_until and not way.held.lapsed_on and way.current_until <= today + AHEAD)


def beside(person):
    """(One's own ways, and those of others who have a stage before them in a course that one leads; what one
    leads, as `signing.led_by` has it). Four queries at most."""
    others = Q(
        course__in=signing.leading(person.user).order_by().values("course"),
        facilitator__left_on=None,
        facilitator__user__is_active=True,
    )
    found = ways(rows().filter(Q(facilitator=person) | (others & ~Q(stage=Stage.TRAINER))))
    own = [way.held for way in found.values() if way.held.facilitator_id == person.pk]
    own = own if person.left_on is None else []
    return found, {
        held.course_id: held.stage for held in own if held.stage in signing.LEADS and not held.lapsed_on
    }


def to_sign(found, person, led):
    """Those of the ways `found` whose next stage `person`, who leads `led`, may sign with nothing missing."""
    return [
        way
        for way in found.values()
        if way.ready
        and way.held.facilitator_id != person.pk
        and led.get(way.held.course_id) in signing.SIGN.get(way.stage, signing.LEADS)
    ]
