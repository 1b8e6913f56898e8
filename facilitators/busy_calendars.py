"""A facilitator's own rotas and calendars: adding one, removing it with all that was kept of it, and saying
that one is free all the same."""

from datetime import timedelta

from django.db import transaction
from kombu.exceptions import OperationalError

from facilitators import refusals
from facilitators.availability import hold
from facilitators.day_parts import days_of
from facilitators.models import BusyCalendar, FreeAllTheSame
from facilitators.windows import rebuild
from stepforward.audit.recording import record
from stepforward.celery import app as celery_app
from stepforward.fetching.https import place_of
from stepforward.outbox.intervening import withdraw_for
from stepforward.outbox.sealing import LinksLost, seal, unseal
from stepforward.ui.wording import civil_date

MOST = 5
A_MOMENT = timedelta(minutes=1)
READ = "facilitators.read_calendar"


@transaction.atomic
def add(*, facilitator, name, address, by, now):
    """Keep the address, encrypted, and have it read at once. Raises NotAnAddress and NotAdded."""
    host, _, _ = place_of(address)
    hold(facilitator)
    theirs = list(facilitator.busy_calendars.all())
    if len(theirs) >= MOST:
        raise refusals.NotAdded(f"We read {MOST} calendars for one person. Remove one of yours first.")
    if any(one.name.lower() == name.lower() for one in theirs):
        raise refusals.NotAdded("You have a calendar of this name. Choose another name.", field="name")
    if any(address_of(one) == address for one in theirs):
        raise refusals.NotAdded("You have added this address already.", field="address")
    calendar = BusyCalendar.objects.create(
        facilitator=facilitator, name=name, host=host, sealed_address=sealed(address), added_at=now
    )
    record("calendar added", calendar, by=by)
    # Not a partial: when it fails, Django logs its __qualname__.
    transaction.on_commit(lambda: ask_for_reading(calendar.pk, at_once=True), robust=True)
    return calendar


@transaction.atomic
def remove(*, calendar, by, now):
    """Forget the address and every time that was read from it."""
    hold(calendar.facilitator)
    days = days_busy(calendar.busy_times.values_list("during", flat=True), civil_date(now))
    withdraw_for(about=calendar, by=by)
    record("calendar removed", calendar, by=by)
    calendar.delete()
    rebuild_runs(calendar.facilitator, days)


def try_now(*, calendar, now):
    """Have it read again; whether a worker could be told. Raises TriedJustNow."""
    if calendar.tried_at and calendar.tried_at > now - A_MOMENT:
        raise refusals.TriedJustNow("We tried it less than a minute ago. Wait a minute, and try again.")
    return ask_for_reading(calendar.pk, at_once=True)


@transaction.atomic
def be_free_all_the_same(*, facilitator, day, by):
    """On this London day their calendars do not count; what they said of its parts does."""
    hold(facilitator)
    _, made = FreeAllTheSame.objects.get_or_create(facilitator=facilitator, day=day)
    if made:
        rebuild(facilitator, [day])
        record("calendars overruled", facilitator, by=by, day=f"{day}")
    return made


@transaction.atomic
def go_by_calendars(*, facilitator, day, by):
    hold(facilitator)
    taken_back, _ = facilitator.free_all_the_same.filter(day=day).delete()
    if taken_back:
        rebuild(facilitator, [day])
        record("calendars count again", facilitator, by=by, day=f"{day}")
    return bool(taken_back)


def sealed(address):
    return seal({"address": address})


def address_of(calendar):
    """The address in clear, or None where it was sealed with a key that is no longer known."""
    try:
        return unseal(calendar.sealed_address)["address"]
    except LinksLost:
        return None


def ask_for_reading(pk, *, at_once=False):
    """Tell a worker to read a calendar, by its key alone; whether it was told."""
    try:
        celery_app.send_task(READ, args=[pk], kwargs={"at_once": at_once}, expires=3600)
    except OperationalError:
        return False
    return True


def days_busy(stretches, today):
    """The London dates from `today` on that these ranges touch."""
    return {day for stretch in stretches for day in days_of(stretch.lower, stretch.upper) if day >= today}


def rebuild_runs(facilitator, days):
    """Derive the windows of these days again, and of none that lies a week from any of them."""
    run = []
    for day in sorted(days):
        if run and day - run[-1] > timedelta(days=7):
            rebuild(facilitator, run)
            run = []
        run.append(day)
    if run:
        rebuild(facilitator, run)
