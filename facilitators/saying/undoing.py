"""Undoing a facilitator's last change to when they are free, whichever device made it."""

from datetime import date

from django.db import transaction

from facilitators.availability import hold, say
from facilitators.models import LastChange
from facilitators.saying import usual_week
from stepforward.audit.recording import record
from stepforward.ui.wording import civil_date


@transaction.atomic
def undo(*, facilitator, by, now):
    """Put back what stood before their last change, of the days that are not over; whether there was one."""
    hold(facilitator)
    last = LastChange.objects.filter(facilitator=facilitator).first()
    if last is None:
        return False
    said = {(date.fromisoformat(day), part): level for day, part, level in last.said}
    said = {when: level for when, level in said.items() if when[0] >= civil_date(now)}
    say(facilitator=facilitator, said=said, by=by)
    if last.usual is not None:
        rows = [(*row[:3], *(text and date.fromisoformat(text) for text in row[3:])) for row in last.usual]
        usual_week.put_back(facilitator, rows, now)
    LastChange.objects.filter(facilitator=facilitator).delete()
    record("availability undone", facilitator, by=by, parts=len(said))
    return True
