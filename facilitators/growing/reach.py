"""Whose growth one sees, and of all of them those who need somebody. Reading only."""

from django.db.models import Q

from facilitators.growing import training
from facilitators.growing.currency import AHEAD
from facilitators.growing.progress import ways
from facilitators.growing.signing import LEADS, SIGN, led_by
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


def to_sign(user):
    """Those whose next stage `user` may sign as a lead, with nothing missing; by name."""
    led = led_by(user)
    if not led:
        return []
    others = rows().filter(course__in=led, facilitator__left_on=None, facilitator__user__is_active=True)
    growing = others.exclude(facilitator__user=user.pk).exclude(stage=Stage.TRAINER)
    return [
        way
        for way in ways(growing).values()
        if way.ready and led[way.held.course_id] in SIGN.get(way.stage, LEADS)
    ]
