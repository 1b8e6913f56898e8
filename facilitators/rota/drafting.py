"""A rota is drafted by a worker, and nobody waits: started, watched, stopped, worked out again. Meanwhile
nothing is locked; what happened since is looked at when somebody is offered a part (`offering.py`)."""

from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Q
from kombu.exceptions import OperationalError

from facilitators import refusals
from facilitators.models import Assignment, Rota, RotaGap, RotaPart
from facilitators.rota.reading import Term
from facilitators.rota.solving import solve
from stepforward.audit.recording import record
from stepforward.celery import app as celery_app
from stepforward.ui.wording import say_number

Part = Assignment.Part
WORK = "facilitators.work_out_rota"
LONGEST = timedelta(days=182)
SILENT = timedelta(minutes=5)  # without a word from the worker, who says one after each step: it has stopped
SECONDS = 240  # of searching, at most
READ = 30  # in a hundred: when the reading is done


@transaction.atomic
def draft(*, starts_on, ends_on, by, now, follows=None):
    """Begin a rota for the sessions that start on these days, London's; a worker does the rest."""
    if ends_on < starts_on:
        raise refusals.RotaRefused("The last day must not be before the first.", field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise refusals.RotaRefused("A rota covers half a year at most.", field="ends_on")
    rota = Rota.objects.create(
        starts_on=starts_on, ends_on=ends_on, follows=follows, made_by=by, made_at=now, seen_working_at=now
    )
    record("rota begun", rota, by=by, starts_on=f"{starts_on}", ends_on=f"{ends_on}")
    transaction.on_commit(lambda: _tell_a_worker(rota.pk), robust=True)
    return rota


@transaction.atomic
def draft_again(*, rota, keep, by, now):
    """Begin another in its place, which leaves the parts `keep` as they are and the others where it can."""
    rota.parts.update(locked=False)
    rota.parts.filter(pk__in=[part.pk for part in keep]).update(locked=True)
    return draft(starts_on=rota.starts_on, ends_on=rota.ends_on, by=by, now=now, follows=rota)


@transaction.atomic
def stop(*, rota, by):
    """Stop working it out. Nothing of it is kept but that it was tried."""
    if Rota.objects.filter(pk=rota.pk, state=Rota.State.WORKING).update(state=Rota.State.STOPPED):
        record("rota stopped", rota, by=by)


def seems_stopped(rota, now):
    """Whether nothing was heard from its worker for so long that there is none."""
    return rota.state == Rota.State.WORKING and now - rota.seen_working_at > SILENT


def work_out(pk, *, clock):
    """Work a rota out and write it down, unless it is stopped meanwhile or somebody works on it already.
    `clock()` gives the moment, aware UTC."""
    now = clock()
    mine = Rota.objects.filter(pk=pk, state=Rota.State.WORKING)
    if not mine.filter(Q(done=0) | Q(seen_working_at__lt=now - SILENT)).update(done=1, seen_working_at=now):
        return
    rota = Rota.objects.select_related("follows").get(pk=pk)
    says = _Says(mine, clock)
    term = Term(rota, now, go_on=says.between(1, READ))
    teams = solve(term.teams, seconds=SECONDS, go_on=says.between(READ, 90))
    problem, places = term.shadows(teams.plan)
    shadows = solve(problem, seconds=SECONDS / 4, go_on=says.between(90, 99))
    parts = [*_parts(rota, term, teams.plan), *_shadow_parts(rota, term, shadows.plan, places)]
    gaps = [
        RotaGap(rota=rota, session=asked.session, why=why(need, asked.needs))
        for asked, need, team in zip(term.to_staff, term.teams.needs, teams.plan, strict=True)
        if team is None
    ]
    with transaction.atomic():
        if not mine.select_for_update().exists():
            return
        RotaPart.objects.bulk_create(parts)
        RotaGap.objects.bulk_create(gaps)
        mine.update(
            state=Rota.State.DRAFTED,
            done=100,
            sessions=len(term.asked),
            cost=teams.cost,
            bound=None if teams.bound is None else max(teams.bound, 0),
        )
        record("rota drafted", rota, by=rota.made_by, parts=len(parts), gaps=len(gaps))


def why(need, needs):
    """Why no whole team was found for a session, as a sentence."""
    open_to = [one for one in need.choices if one.person not in need.kept]
    leads = [one for one in open_to if one.lead is not None]
    free = {one.person for one in open_to}
    if not free:
        return "Nobody who could do it is free then."
    if needs.lead and not leads:
        return "Nobody who may lead is free then."
    wanted = needs.lead + needs.co_facilitators
    if len(free) < wanted:
        people = "1 person is" if len(free) == 1 else f"{say_number(len(free))} people are"
        return f"It needs {wanted} more, and {people} free then."
    return "Those who are free then are needed at other sessions, or at their limit for the month."


def _parts(rota, term, plan):
    for asked, team in zip(term.to_staff, plan, strict=True):
        there = {one.facilitator_id for one in asked.session.team}
        locked = {one.pk for _, one in asked.stay}
        for place, who in enumerate(team or ()):
            key = term.keys[who]
            if key not in there:
                part = Part.CO_FACILITATOR if place else Part.LEAD
                yield _part(rota, asked, key, part, locked=key in locked)
    staffed = {asked.session.pk for asked, team in zip(term.to_staff, plan, strict=True) if team}
    for asked in term.asked:  # locked where there is no whole team, or nothing else was to be found
        for part, one in asked.stay:
            if asked.session.pk not in staffed or part not in Assignment.DELIVERS:
                yield _part(rota, asked, one.pk, part, locked=True)


def _shadow_parts(rota, term, plan, places):
    for asked, team in zip(places, plan, strict=True):
        for who in team or ():
            yield _part(rota, asked, term.keys[who], Part.SHADOW)


def _part(rota, asked, key, part, *, locked=False):
    return RotaPart(rota=rota, session=asked.session, facilitator_id=key, part=part, locked=locked)


class _Says:
    """Tells the rota's row about once a second how far it is, and hears there whether it was stopped."""

    def __init__(self, mine, clock):
        self.mine, self.clock, self.said, self.going = mine, clock, monotonic(), True

    def between(self, first, last):
        def go_on(done, of):
            if self.going and monotonic() - self.said > 1:
                self.said = monotonic()
                share = first + (last - first) * min(done, of) // max(of, 1)
                self.going = bool(self.mine.update(done=share, seen_working_at=self.clock()))
            return self.going

        return go_on


def _tell_a_worker(pk):
    try:
        celery_app.send_task(WORK, args=[pk])
    except OperationalError:
        return False  # the page says that it seems stopped, and offers to begin again
    return True
