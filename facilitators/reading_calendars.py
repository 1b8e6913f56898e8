"""Reading facilitators' own calendars, by question: whose was last tried more than an hour ago? Only when
somebody is busy is kept; what fails is noted, told, and after a week not believed any more."""

from datetime import timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from facilitators import emails, refusals
from facilitators.availability import hold
from facilitators.busy_calendars import A_MOMENT, address_of, days_busy, rebuild_runs, sealed
from facilitators.day_parts import whole_days
from facilitators.ics import apart
from facilitators.models import BusyCalendar, BusyTime
from stepforward.audit.recording import record
from stepforward.fetching.https import fetch
from stepforward.fetching.refusals import NotFetched
from stepforward.outbox.intervening import withdraw_for
from stepforward.ui.wording import civil_date

EVERY = timedelta(hours=1)
WHOLE_EVERY = timedelta(days=1)  # until then "not changed" is enough, because we have read a day too far
WEEKS = 26
TELL_AFTER = timedelta(days=3)
HOLDS_FOR = timedelta(days=7)
AT_A_TIME = 200
SECONDS = 150  # for one; what fetching and reading allow themselves, and the database
READ_FIELDS = [
    *("read_at", "whole_at", "unread", "etag", "last_modified"),
    *("failing_since", "failure", "told_at", "sealed_address"),
]
# What is said to the owner of a calendar that fails, by the code that is kept.
WHY = {kind.code: kind.why for of in (NotFetched, refusals.CalendarRefused) for kind in of.__subclasses__()}


def due(now):
    """The keys of the calendars to be read, longest untried first."""
    tried = Q(tried_at=None) | Q(tried_at__lte=now - EVERY)
    calendars = BusyCalendar.objects.read_by_us().filter(tried)
    return list(calendars.order_by("tried_at").values_list("pk", flat=True)[:AT_A_TIME])


def read(pk, *, now, at_once=False):
    """Read one calendar, unless another worker has just done it; whether it could be read."""
    tried = Q(tried_at=None) | Q(tried_at__lte=now - (A_MOMENT if at_once else EVERY))
    if not BusyCalendar.objects.filter(tried, pk=pk).update(tried_at=now):
        return False
    calendar = BusyCalendar.objects.read_by_us().filter(pk=pk).select_related("facilitator").first()
    if calendar is None:
        return False
    try:
        address, fetched, busy = _ask(calendar, now)
    except (NotFetched, refusals.CalendarRefused) as refused:
        _fail(calendar, refused.code, now)
        return False
    _keep(calendar, address, fetched, busy, now)
    return True


def set_aside(*, now):
    """Forget the times of calendars that have not answered for a week, and all of those whose owner has left;
    returns how many calendars that were."""
    stale = BusyCalendar.objects.filter(read_at__lte=now - HOLDS_FOR, busy_times__isnull=False).distinct()
    for calendar in (aside := list(stale.select_related("facilitator"))):
        with transaction.atomic():
            hold(calendar.facilitator)
            days = days_busy(calendar.busy_times.values_list("during", flat=True), civil_date(now))
            calendar.busy_times.all().delete()
            BusyCalendar.objects.filter(pk=calendar.pk).update(etag="", last_modified="", whole_at=None)
            rebuild_runs(calendar.facilitator, days)
            record("calendar set aside", calendar)
    gone = BusyCalendar.objects.filter(facilitator__left_on__lte=civil_date(now)).delete()[1]
    return len(aside) + gone.get(BusyCalendar._meta.label, 0)


def span(now):
    """(start, end) of what is read: from today in London on, and a day more than the weeks we promise."""
    today = civil_date(now)
    return whole_days(today, today + timedelta(weeks=WEEKS))


def _ask(calendar, now):
    """(address, what was fetched, what was read of it or None where nothing has changed). No row is locked
    meanwhile."""
    if (address := address_of(calendar)) is None:
        raise refusals.AddressLost
    whole = calendar.whole_at is None or calendar.whole_at <= now - WHOLE_EVERY
    known = {} if whole else {"etag": calendar.etag, "last_modified": calendar.last_modified}
    fetched = fetch(address, **known)
    if fetched.body is None and not any(known.values()):
        raise refusals.NoCalendar  # "not changed" answers a question that nobody asked
    since, until = span(now)
    busy = None if fetched.body is None else apart.read(fetched.body, since=since, until=until)
    return address, fetched, busy


@transaction.atomic
def _keep(calendar, address, fetched, busy, now):
    hold(calendar.facilitator)
    calendar = BusyCalendar.objects.select_related("facilitator").filter(pk=calendar.pk).first()
    if calendar is None:  # removed meanwhile
        return
    if busy is not None:
        _replace(calendar, busy.stretches, civil_date(now))
        calendar.whole_at, calendar.unread = now, busy.unread
        calendar.etag, calendar.last_modified = fetched.etag, fetched.last_modified
    if calendar.failing_since:
        record("calendar answers again", calendar)
        withdraw_for(about=calendar)
    calendar.read_at, calendar.failing_since, calendar.failure, calendar.told_at = now, None, "", None
    calendar.sealed_address = sealed(address)  # anew, so that an older key goes out of use
    calendar.save(update_fields=READ_FIELDS)


def _replace(calendar, stretches, today):
    """Keep `stretches` instead of what there was; windows are derived again for days that changed alone."""
    new = {DateTimeTZRange(start, end) for start, end in stretches}
    old = {row.during: row.pk for row in calendar.busy_times.all()}
    calendar.busy_times.filter(pk__in=[pk for during, pk in old.items() if during not in new]).delete()
    BusyTime.objects.bulk_create(
        BusyTime(facilitator=calendar.facilitator, calendar=calendar, during=during)
        for during in new
        if during not in old
    )
    rebuild_runs(calendar.facilitator, days_busy(new ^ old.keys(), today))


@transaction.atomic
def _fail(calendar, code, now):
    hold(calendar.facilitator)
    calendar = BusyCalendar.objects.select_related("facilitator__user").filter(pk=calendar.pk).first()
    if calendar is None:
        return
    if not calendar.failing_since:
        calendar.failing_since = now
        record("calendar does not answer", calendar, why=code)
    calendar.failure = code
    if calendar.told_at is None and calendar.failing_since <= now - TELL_AFTER:
        calendar.told_at = now
        emails.calendar_fails(calendar)
    calendar.save(update_fields=["failing_since", "failure", "told_at"])
