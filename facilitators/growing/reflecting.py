"""After a session: what one made of it, how long it took and what one paid, in one save. The words are their
writer's; nothing but the reflection itself holds them."""

from django.db import transaction

from courses import costs
from courses.models import Cost
from facilitators import timekeeping
from facilitators.models import Assignment, Reflection
from facilitators.refusals import NotForYou
from stepforward.audit.recording import record


def open_to(user, now):
    """The parts of `user` that they may look back on: accepted, in sessions that have begun."""
    return (
        Assignment.objects.accepted()
        .of(user)
        .filter(session__starts_at__lte=now)
        .exclude(session__state="called_off")
    )


def paid_by(user, session):
    """What they paid themselves for the session and entered already, the latest last."""
    return session.costs.filter(payer=user.pk).select_related("payer").order_by("pk")


@transaction.atomic
def keep(
    *, assignment, went_well, would_change, shared, minutes, confidence=None, paid=None, seen=0, by, now
):
    """Keep the words, in place of what was there; with none left, nothing is kept of them. The same goes for
    `confidence`, {area: (then, now)}. `minutes` are as timekeeping.note takes them; `paid` is {kind, words,
    pence} of one amount, or None. `seen` is the key of the newest cost that they saw: the same amount entered
    since then came by the same press, and is added once. Returns the Reflection, or None. Raises NotForYou
    and NotDone."""
    if assignment.facilitator.user_id != by.pk:
        raise NotForYou("Only who had this part writes about it.")
    assignment = timekeeping.lock_done(assignment, now)
    if not hasattr(assignment, "time_spent") or timekeeping.usual(assignment) != minutes:
        timekeeping.note(assignment=assignment, by=by, now=now, **minutes)
    if paid and not paid_by(by, assignment.session).filter(pk__gt=seen, **paid).exists():
        own = {"paid_by": Cost.PaidBy.FACILITATOR, "payer": by}
        costs.add(session=assignment.session, by=by, now=now, **paid, **own)
    _say_how_confident(assignment, confidence or {})
    said = {"went_well": went_well, "would_change": would_change}
    return _write(assignment, said, shared, by, now) if any(said.values()) else _remove(assignment, by)


def _say_how_confident(assignment, confidence):
    assignment.confidence.exclude(area__in=confidence).delete()
    for area, (then, now_is) in confidence.items():
        assignment.confidence.update_or_create(area=area, defaults={"then": then, "now": now_is})


def _write(assignment, said, shared, by, now):
    there = Reflection.objects.filter(assignment=assignment).first()
    reflection = there or Reflection(assignment=assignment, written_at=now)
    changed = {
        name: value
        for name, value in {**said, "shared": shared}.items()
        if not there or getattr(there, name) != value
    }
    if not changed:
        return there
    for name, value in changed.items():
        setattr(reflection, name, value)
    reflection.changed_at = max(now, reflection.written_at)  # two servers' clocks may differ a little
    reflection.save()
    verb = "reflection changed" if there else "reflection written"
    record(verb, reflection, by=by, session=assignment.session_id, shared=shared)
    return reflection


def _remove(assignment, by):
    there = Reflection.objects.filter(assignment=assignment).first()
    if there:
        record("reflection removed", there, by=by, session=assignment.session_id)
        there.delete()
