"""Whose growth one sees, and of all of them those who need somebody. Reading only."""

from django.db.models import Exists, OuterRef, Q

from facilitators.growing import signing, training
from facilitators.growing.currency import AHEAD
from facilitators.growing.progress import ways
from facilitators.growing.signing import LEADS, SIGN
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
    """The ways of oneself, and of others who have a stage before them in a course that one leads; and what
    one leads, as signing.led_by says it, without asking for that apart."""
    leading = signing.leading().filter(facilitator=person)
    with_us = Q(facilitator__left_on=None, facilitator__user__is_active=True)
    others = with_us & Q(course__in=leading.values("course")) & ~Q(stage=Stage.TRAINER)
    held = rows().filter(Q(facilitator=person) | others)
    found = ways(held.annotate(leads=Exists(leading.filter(pk=OuterRef("pk")))))
    return found, {way.held.course_id: way.held.stage for way in found.values() if way.held.leads}


def to_sign(found, person, led):
    """Those of the ways `found` whose next stage `person`, who leads `led`, may sign with nothing missing."""
    return [
        way
        for way in found.values()
        if way.ready
        and way.held.facilitator_id != person.pk
        and led.get(way.held.course_id) in SIGN.get(way.stage, LEADS)
    ]
