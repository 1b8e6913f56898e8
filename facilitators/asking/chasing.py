"""Asking facilitators by email when they are free. Nothing is scheduled: who is due is asked every day."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from facilitators import emails
from facilitators.asking.hours import is_too_early
from facilitators.availability import hold, said_something
from facilitators.growing.away import away_throughout
from facilitators.models import Facilitator
from facilitators.refusals import AskedAlready, NotOpenToChange
from facilitators.saying.expanding import WEEKS_SHOWN
from stepforward.audit.recording import record
from stepforward.ui.wording import civil_date

AT_MOST_EVERY = timedelta(days=28)


def due(now):
    """Who has said nothing of the coming six weeks, now that rotas are out, and was not asked lately. Who
    is away for all of them, or wants no sessions at present, is left in peace."""
    today = civil_date(now)
    if today.day < settings.ROTAS_OUT_ON or is_too_early(now):
        return Facilitator.objects.none()
    not_lately = Q(asked_on=None) | Q(asked_on__lte=today - AT_MOST_EVERY)
    last = today + timedelta(weeks=WEEKS_SHOWN)
    silent = ~said_something(today, last) & ~away_throughout(today, last)
    return Facilitator.objects.active().filter(not_lately, silent, sessions_a_month__gt=0)


def chase(*, now):
    """Write to everybody who is due; returns how many that were."""
    chased = 0
    for pk in due(now).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            hold(Facilitator(pk=pk))
            facilitator = due(now).filter(pk=pk).select_related("user").first()
            if facilitator is not None:
                _write_to(facilitator, now)
                record("availability chased", facilitator)
                chased += 1
    return chased


@transaction.atomic
def ask(*, facilitator, by, now):
    """Write to one of them now, whatever they said. Raises AskedAlready, once a day being enough, and
    NotOpenToChange."""
    facilitator = hold(facilitator)
    if facilitator.left_on is not None or not facilitator.user.is_active:
        raise NotOpenToChange(f"{facilitator} has left the programme.")
    if facilitator.asked_on == civil_date(now):
        raise AskedAlready(f"We have asked {facilitator} today. Give them time to answer.")
    _write_to(facilitator, now)
    record("availability asked", facilitator, by=by)


def _write_to(facilitator, now):
    facilitator.asked_on = civil_date(now)
    facilitator.save(update_fields=["asked_on"])
    emails.when_free(facilitator, now)
