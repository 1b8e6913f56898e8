"""Going on leave, leaving for good, and coming back. What was promised for that time is handed over, or kept
on purpose; nothing is left undecided."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from facilitators import busy_calendars, feeds, staffing
from facilitators.growing import emails, supporting
from facilitators.growing.joining import take_up_again
from facilitators.models import Assignment, Leave
from facilitators.refusals import NotThen, OnLeave, Undecided
from facilitators.saying.expanding import horizon
from facilitators.staffing.locks import all_or_nothing, lock_people, lock_session
from facilitators.windows import rebuild
from stepforward.audit.recording import record
from stepforward.refusals import Refused
from stepforward.ui.wording import civil_date, moment_of

State = Assignment.State
AWAY = "On leave then"
AT_MOST = timedelta(days=2 * 365)


def promised(facilitator, starts_on, ends_on, now):
    """Live parts of sessions to come on these days; on all days from `starts_on` on without `ends_on`."""
    parts = facilitator.assignments.live().filter(
        session__starts_at__gt=now, session__ends_at__gt=moment_of(starts_on)
    )
    if ends_on:
        parts = parts.filter(session__starts_at__lt=moment_of(ends_on + timedelta(days=1)))
    return parts.with_session().order_by("session__starts_at", "pk")


@all_or_nothing
def go(*, facilitator, starts_on, ends_on=None, hand_over=(), keep=(), by, now):
    """Away from `starts_on` to `ends_on`, both of them London dates; without `ends_on` for good, which keeps
    nothing. `hand_over` and `keep` are the keys of parts in that time, each of which is in one of them.
    Raises NotThen, OnLeave and Undecided."""
    today = civil_date(now)
    if starts_on < today:
        raise NotThen("The first day must be today or later.", field="starts_on")
    if starts_on > today + AT_MOST or (ends_on and ends_on > starts_on + AT_MOST):
        raise NotThen("It must be within the next two years.", field="ends_on" if ends_on else "starts_on")
    if ends_on and ends_on < starts_on:
        raise NotThen("The last day must be the same as or after the first.", field="ends_on")
    parts = promised(facilitator, starts_on, ends_on, now)
    kept = set() if ends_on is None else set(keep)
    _refuse_undecided(parts, kept.union(hand_over))
    locked = {lock_session(one.session).pk for one in parts.order_by("session")}
    facilitator = lock_people([facilitator.pk])[facilitator.pk]
    if facilitator.left_on is not None:
        raise OnLeave("They have left already.")
    parts = list(parts.all())
    _refuse_undecided([one for one in parts if one.session_id not in locked], ())
    _refuse_undecided(parts, kept.union(hand_over))
    leave = _leave(facilitator, starts_on, ends_on, by, now)
    for one in parts:
        if one.pk not in kept:
            _hand_over(one, by=by, now=now)
    _cut_windows(facilitator, starts_on, now)
    record("leave said", leave, by=by, days=str(starts_on), until=str(ends_on or "for good"))
    emails.leave_said(leave, handed_over=len(parts) - len(kept & {one.pk for one in parts}))
    if ends_on is None and starts_on <= today:
        _retire(facilitator, leave, by=by, now=now)
    return leave


def _refuse_undecided(parts, decided):
    if any(one.pk not in decided for one in parts):
        raise Undecided("Say of each session whether you hand it over or keep it.")


def _leave(facilitator, starts_on, ends_on, by, now):
    try:
        with transaction.atomic():
            return Leave.objects.create(
                facilitator=facilitator, starts_on=starts_on, ends_on=ends_on, said_by=by, said_at=now
            )
    except IntegrityError:
        raise OnLeave("There is leave on some of these days already.", field="starts_on") from None


def _hand_over(part, *, by, now):
    """It is given back, or turned down, or let go; whoever is in reserve is asked."""
    try:
        if part.state == State.ACCEPTED:
            staffing.give_back(assignment=part, by=by, now=now, reason=AWAY)
        elif part.state == State.OFFERED:
            staffing.decline(assignment=part, by=by, now=now, reason=AWAY)
        else:
            staffing.stand_down(assignment=part, by=by, now=now)
    except Refused:
        # Its time to answer is over, so that it lapses by itself.
        if part.state != State.OFFERED:
            raise


@transaction.atomic
def come_back(*, leave, by, now):
    """They are with us from today on; leave that has not begun is taken back. Their role, and when they said
    that they are free, count again. Parts that were handed over stay with others, and the feed needs a new
    link."""
    facilitator = lock_people([leave.facilitator_id])[leave.facilitator_id]
    leave = Leave.objects.filter(pk=leave.pk, facilitator=facilitator).first()
    if leave is None:
        raise OnLeave("This leave was taken back before.")
    today, first = civil_date(now), leave.starts_on
    if leave.ends_on and leave.ends_on < today:
        raise OnLeave("This leave is over.")
    record("leave ended", leave, by=by, days=str(first), until=str(leave.ends_on or "for good"))
    if first >= today:
        leave.delete()
    else:
        leave.ends_on = today - timedelta(days=1)
        leave.save(update_fields=["ends_on"])
    if facilitator.left_on is not None:
        take_up_again(facilitator, by=by)
    _cut_windows(facilitator, max(first, today), now)
    return facilitator


def retire_due(*, now):
    """Let those go whose last day has come; returns how many."""
    due = Leave.objects.filter(ends_on=None, starts_on__lte=civil_date(now), facilitator__left_on=None)
    gone = 0
    for leave in due:
        with transaction.atomic():
            facilitator = lock_people([leave.facilitator_id])[leave.facilitator_id]
            if facilitator.left_on is None:
                _retire(facilitator, leave, by=None, now=now)
                gone += 1
    return gone


def _retire(facilitator, leave, *, by, now):
    """Nothing is asked any more, those who supported each other with them are told, the calendar feed stops,
    their own calendars are forgotten. They keep their account, for their certificates."""
    facilitator.left_on = max(leave.starts_on, facilitator.joined_on)
    facilitator.save(update_fields=["left_on"])
    supporting.end_all(facilitator=facilitator, by=by, now=now)
    feeds.withdraw(facilitator=facilitator, by=by, now=now)
    for calendar in facilitator.busy_calendars.all():
        busy_calendars.remove(calendar=calendar, by=by, now=now)
    record("facilitator left", facilitator, by=by)


def _cut_windows(facilitator, first, now):
    """Derive the windows from the day `first` on again, as far as anybody can say anything."""
    last = horizon(civil_date(now))
    if first <= last:
        rebuild(facilitator, [first, last])
