"""Who supports whom: beginning, ending, and noting that a supervisor and whom they supervise have talked."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from facilitators.growing import emails
from facilitators.models import Supervision, Support
from facilitators.refusals import NoSupport, NotForYou, NotTalkedThen
from facilitators.staffing.locks import lock_people
from stepforward.audit.recording import record
from stepforward.outbox.intervening import withdraw_for
from stepforward.people.roles import Permission
from stepforward.ui.wording import civil_date

Kind = Support.Kind
AT_MOST = timedelta(days=2 * 365)
USUAL_WEEKS = 6


@transaction.atomic
def begin(*, facilitator, supporter, kind, starts_on, every_weeks=None, by, now):
    """`supporter` is the supervisor of `facilitator`, or the two are buddies, from the London date
    `starts_on` on. Both are told. Raises NoSupport."""
    if facilitator.pk == supporter.pk:
        raise NoSupport("Choose somebody else: nobody supports themselves.", field="supporter")
    if abs(starts_on - civil_date(now)) > AT_MOST:
        raise NoSupport("It must begin within two years of today.", field="starts_on")
    people = lock_people([facilitator.pk, supporter.pk])
    for one, field in ((people[facilitator.pk], None), (people[supporter.pk], "supporter")):
        if one.left_on is not None or not one.user.is_active:
            raise NoSupport(f"{one} has left the programme.", field=field)
    support = Support(
        facilitator=people[facilitator.pk],
        by=people[supporter.pk],
        kind=kind,
        starts_on=starts_on,
        every_weeks=(every_weeks or USUAL_WEEKS) if kind == Kind.SUPERVISOR else None,
    )
    try:
        with transaction.atomic():
            support.save()
    except IntegrityError:
        raise NoSupport(_why_not(support), field="supporter") from None
    record("support begun", support, by=by, kind=kind, starts_on=str(starts_on))
    emails.support_begun(support)
    return support


def _why_not(support):
    if support.kind == Kind.SUPERVISOR:
        return f"{support.facilitator} has a supervisor at that time. End that first, or begin later."
    return f"{support.facilitator} and {support.by} are buddies at that time already."


@transaction.atomic
def end(*, support, by, now):
    """It is over from today on, and both are told; what has not begun never comes about. Raises NoSupport."""
    support = _locked(support)
    if support.is_over(civil_date(now)):
        raise NoSupport("This has ended already.")
    _end(support, tell=(support.facilitator, support.by), by=by, now=now)
    return support


def end_all(*, facilitator, by, now):
    """Who leaves supports nobody any more and is supported by nobody; the others are told. The caller is in a
    transaction."""
    theirs = Support.objects.current(civil_date(now)).filter(Q(facilitator=facilitator) | Q(by=facilitator))
    for one in theirs.with_people().select_for_update(of=["self"]).order_by("pk"):
        _end(one, tell=(one.other_than(facilitator),), by=by, now=now)


@transaction.atomic
def note_supervision(*, support, held_on, next_on=None, by, now):
    """The two talked on the London date `held_on`. Twice on one day is once, with the date for the next that
    was said last. Nothing is kept of what about. Raises NotForYou, NoSupport and NotTalkedThen."""
    support = _locked(support)
    if by.pk not in {support.facilitator.user_id, support.by.user_id} and not by.may(Permission.KEEP_SUPPORT):
        raise NotForYou("The two of them, or a coordinator, note that they talked.")
    if not support.is_supervision or support.is_over(civil_date(now)):
        raise NoSupport("There is no supervision between the two of them any more.")
    if held_on > civil_date(now):
        raise NotTalkedThen("The day that you talked must be today or in the past.", field="held_on")
    if held_on < support.starts_on:
        raise NotTalkedThen(
            "The day that you talked must not be before the supervision began.", field="held_on"
        )
    if next_on and not held_on < next_on <= held_on + AT_MOST:
        raise NotTalkedThen("The next talk must be after this one, and within two years.", field="next_on")
    talk, made = Supervision.objects.get_or_create(
        support=support, held_on=held_on, defaults={"next_on": next_on, "noted_by": by, "noted_at": now}
    )
    if next_on and not made:
        talk.next_on = next_on
        talk.save(update_fields=["next_on"])
    withdraw_for(about=support, kinds=[emails.SUPERVISION_DUE], by=by)
    record("supervision noted", talk, by=by, held_on=str(held_on), next_on=str(next_on or ""))
    return talk


def _end(support, *, tell, by, now):
    support.ends_on = max(civil_date(now), support.starts_on)
    support.save(update_fields=["ends_on"])
    withdraw_for(about=support, by=by)
    record("support ended", support, by=by, kind=support.kind, ends_on=str(support.ends_on))
    for one in tell:
        emails.support_ended(support, to=one)


def _locked(support):
    return Support.objects.with_people().select_for_update(of=["self"]).get(pk=support.pk)
