"""Staying in practice: who has not delivered for as long as a course says is told ahead once, then leads
nothing before they deliver again beside somebody, or a lead signs that they are back."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from facilitators.availability import hold
from facilitators.growing import emails, stages
from facilitators.growing.progress import way_of, ways
from facilitators.models import Accreditation, StageChange, StageRule
from stepforward.audit.recording import record
from stepforward.ui.wording import civil_date

Kind = StageChange.Kind
AHEAD = timedelta(days=42)


def lapse_due(*, now):
    """Tell ahead, lapse and bring back whom it is time for; returns how many lapsed, how many are back."""
    today, lapsed, back = civil_date(now), 0, 0
    for way in ways(_watched()).values():
        until = way.current_until
        if way.held.lapsed_on:
            back += _is_current(way, today) and bring_back(accreditation=way.held, now=now)
        elif until and until <= today:
            lapsed += lapse(accreditation=way.held, now=now)
        elif until and until <= today + AHEAD:
            emails.currency_ends(way)
    return lapsed, back


@transaction.atomic
def lapse(*, accreditation, now):
    """They are out of practice; False where they delivered meanwhile."""
    held = _locked(accreditation)
    if held.lapsed_on or _is_current(way_of(held), civil_date(now)):
        return False
    held.lapsed_on = civil_date(now)
    _keep(held, Kind.LAPSED, now)
    emails.lapsed(held)
    return True


@transaction.atomic
def bring_back(*, accreditation, now):
    """They have delivered since, or nothing is asked any more: they are in practice again."""
    held = _locked(accreditation)
    if not held.lapsed_on or not _is_current(way_of(held), civil_date(now)):
        return False
    held.lapsed_on = None
    _keep(held, Kind.RENEWED, now)
    return True


def _watched():
    courses = StageRule.objects.filter(current_months__isnull=False).values("course")
    with_us = Accreditation.objects.filter(facilitator__left_on=None, facilitator__user__is_active=True)
    watched = with_us.filter(Q(course__in=courses) | Q(lapsed_on__isnull=False))
    return watched.select_related("facilitator__user", "course")


def _is_current(way, today):
    return way.current_until is None or way.current_until > today


def _keep(held, kind, now):
    held.save(update_fields=["lapsed_on"])
    stages.write(held, kind, before=held.stage, by=None, now=now)
    record("accreditation lapsed" if kind == Kind.LAPSED else "accreditation renewed", held)


def _locked(accreditation):
    hold(accreditation.facilitator)
    return Accreditation.objects.select_related("facilitator__user", "course").get(pk=accreditation.pk)
