"""A rota of the next eight weeks in the demo, drafted and not offered yet."""

from datetime import timedelta

from facilitators.rota import drafting
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.ui.wording import civil_date


def plant(*, now):
    coordinator = User.objects.get(email=email_of(Role.COORDINATOR))
    today = civil_date(now)
    rota = drafting.draft(starts_on=today, ends_on=today + timedelta(weeks=8), by=coordinator, now=now)
    drafting.work_out(rota.pk, clock=lambda: now)
