"""The demo's two phases: a pilot that ended, and phase two under way."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from stepforward.rollout.models import Phase
from stepforward.ui.wording import civil_date


def plant(*, now, rng):
    today = civil_date(now)
    pilot, second, end = (month_after(today, months) for months in (-14, -7, 5))
    Phase.objects.create(
        name="Pilot", during=DateRange(pilot, second), target_people=150, target_organisations=8
    )
    Phase.objects.create(
        name="Phase two", during=DateRange(second, end), target_people=1000, target_organisations=31
    )


def month_after(day, months):
    """The first of the month that many months after the month of `day`."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, 1)
