"""Reminding supervisors of a talk that is due: a question that beat asks, once for each due date."""

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from facilitators.asking.hours import is_too_early
from facilitators.growing import emails, talks
from facilitators.models import Support
from stepforward.outbox.models import OutgoingEmail
from stepforward.ui.wording import civil_date


def due(now):
    """Supervision whose talk is due, and whose supervisor has no email about this due date."""
    if is_too_early(now):
        return Support.objects.none()
    has_it = OutgoingEmail.objects.filter(
        kind=emails.SUPERVISION_DUE,
        about=Support._meta.label,
        about_id=Cast(OuterRef("pk"), CharField()),
        key__endswith=Concat(Value(":"), Cast(OuterRef("due_on"), CharField())),
    )
    return talks.due(civil_date(now)).filter(~Exists(has_it)).with_people()


def remind(*, now):
    """Returns how many were written to."""
    found = list(due(now))
    for one in found:
        emails.supervision_due(one)
    return len(found)
