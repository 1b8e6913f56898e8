"""Locks are taken in one order everywhere: the session's row, then the facilitators' by primary key. Who
holds somebody's row decides alone over their parts and their time."""

import random
import time
from functools import wraps

from django.db import OperationalError, connection, transaction

from courses.models import Session
from facilitators import refusals
from facilitators.models import Assignment, Facilitator, Reserve

DEADLOCK = "40P01"
TRIES = 4
PAUSE = 0.05  # seconds at most, between two tries


def all_or_nothing(verb):
    """Decorator: the verb is one transaction, tried again a few times where Postgres ends it because two
    waited for each other; then it raises TooBusy. In a caller's transaction trying again is the caller's."""
    whole = transaction.atomic(verb)

    @wraps(verb)
    def tried(**said):
        if connection.in_atomic_block:
            return whole(**said)
        for _ in range(TRIES):
            try:
                return whole(**said)
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", "") != DEADLOCK:
                    raise
            time.sleep(random.uniform(0, PAUSE))  # noqa: S311 - no secret, only so that two do not meet again
        raise refusals.TooBusy(
            "Somebody else was changing the same people's time. Nothing was done: please try again."
        )

    return tried


def lock_session(session):
    """The session as it is now, with its facts, its row locked until the transaction ends."""
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    return Session.objects.with_facts().get(pk=session.pk)


def session_to_come(session, now):
    """The same, if its team can still be changed; raises NotOpenToChange."""
    session = lock_session(session)
    if session.state in {Session.State.CALLED_OFF, Session.State.DELIVERED}:
        raise refusals.NotOpenToChange(f"This session was {session.get_state_display().lower()}.")
    if session.starts_at <= now:
        raise refusals.NotOpenToChange("This session has begun.")
    return session


def lock_people(ids):
    """{pk: facilitator} of these, with their accounts, their rows locked in the one order."""
    rows = Facilitator.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=set(ids))
    return {one.pk: one for one in rows.select_related("user").order_by("pk")}


def locked(assignment, *, with_others=False):
    """The assignment as it is now, with its session and its facilitator locked; `with_others`, too: those who
    are asked for the same part, or may be."""
    session = lock_session(assignment.session)
    ids = {assignment.facilitator_id}
    if with_others:
        ids |= set(Reserve.objects.waiting().filter(session=session).values_list("facilitator", flat=True))
        ids |= set(
            Assignment.objects.live()
            .filter(session=session, stands_in_for=assignment.root_id)
            .values_list("facilitator", flat=True)
        )
    lock_people(ids)
    found = Assignment.objects.with_session().select_related("facilitator__user").get(pk=assignment.pk)
    found.session = session
    return found


def locked_team(session):
    """The live assignments of a session that is locked, with everybody's row locked."""
    team = Assignment.objects.live().filter(session=session)
    lock_people(team.values_list("facilitator_id", flat=True))
    return list(team.with_session().select_related("facilitator__user"))
