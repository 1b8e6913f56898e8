"""Having a worker look a file through or move it in, stopping it, and noticing that it died.

Who is at work holds a lock that Postgres lets go of when the connection ends. So a pass that goes on and
whose lock is free has lost its worker, and the worker's transaction went with it: nothing is half done.
"""

import logging
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from kombu.exceptions import OperationalError

from stepforward.audit.recording import record
from stepforward.celery import app as celery_app
from stepforward.importing import running
from stepforward.importing.beside import Beside
from stepforward.importing.models import Pass
from stepforward.importing.refusals import Busy, CannotRead, Stopped
from stepforward.refusals import Refused
from stepforward.ui.wording import say_clock

State, Deed = Pass.State, Pass.Deed
WORK = "importing.work"
SECONDS = 900  # a worker that takes longer is ended
LOCK = 7_401_883  # with a pass's key: whoever holds it is at work on that pass
A_MOMENT = timedelta(seconds=5)  # between beginning and holding the lock
ON_ITS_WAY = timedelta(seconds=20)  # the sweep leaves what was asked for just now to its own task
DIED = "The worker was stopped before it was done. Nothing was changed, so you can start it again."
BROKE = "Something went wrong on our side. Nothing was changed, so you can start it again."

AT_WORK = """
SELECT objid::bigint FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND classid::bigint = %s AND objsubid = 2 AND datname = current_database()
"""

logger = logging.getLogger(__name__)


@transaction.atomic
def bring(*, file, name, by, now):
    """Keep a file and have it looked through. Returns the Run."""
    run = running.keep(file=file, name=name, by=by, now=now)
    ask(run=run, deed=Deed.LOOK, by=by, now=now)
    return run


def ask(*, run, deed, by, now):
    """Have a worker do this. Raises Busy, with who asked, where one is at this file, and CannotRead."""
    running.check_waits(run)
    if deed == Deed.MOVE and run.state != run.State.LOOKED_THROUGH:
        raise CannotRead("This file has not been looked through yet.")
    settle_the_dead(now=now, run=run)
    try:
        with transaction.atomic():
            asked = Pass.objects.create(run=run, deed=deed, by=by, asked_at=now)
            record("look asked for" if deed == Deed.LOOK else "move asked for", run, by=by)
    except IntegrityError:
        raise Busy(_who_is_at_it(run)) from None
    transaction.on_commit(lambda: wake_worker(asked.pk), robust=True)
    return asked


@transaction.atomic
def stop(*, run, by, now):
    """Ask whoever is at this file to stop; a pass that nobody has taken up is over at once."""
    live = run.passes.live()
    stopped = live.filter(state=State.WAITING).update(state=State.STOPPED)
    stopped += live.filter(state=State.GOING).update(stop_asked=True)
    if not stopped:
        raise Busy("It was done before it could be stopped.")
    record("pass stopped", run, by=by)
    settle_the_dead(now=now, run=run)


def last_pass(*, run, now):
    """The last Pass over a run's file, or None. One query, and two more while a worker is at it."""
    last = run.passes.select_related("by").first()
    if last and last.state == State.GOING and settle_the_dead(now=now, run=run):
        last.refresh_from_db(fields=["state", "why"])
    return last


def work(pk, *, now):
    """Do what pass `pk` is for, in one transaction. A second worker that is told of it does nothing."""
    if not Pass.objects.filter(pk=pk, state=State.WAITING).update(state=State.GOING, began_at=now):
        settle_the_dead(now=now)
        return
    one = Pass.objects.select_related("by").get(pk=pk)
    with Beside(pk) as beside:
        try:
            _do(one, beside, now)
        except Stopped:
            _end(pk, State.STOPPED)
        except Refused as refused:
            _end(pk, State.FAILED, refused.why)
        except Exception as error:  # whatever it was, the page must say so
            logger.error("a pass over a file failed: %s", type(error).__name__)  # noqa: TRY400  no values
            _end(pk, State.FAILED, BROKE)


def sweep(*, now):
    """Tell of passes that nobody took up, settle those whose worker died, and forget what was left lying."""
    settle_the_dead(now=now)
    for pk in Pass.objects.filter(state=State.WAITING, asked_at__lt=now - ON_ITS_WAY).values_list(
        "pk", flat=True
    ):
        if not wake_worker(pk):
            break
    running.set_aside(now=now)


def settle_the_dead(*, now, run=None):
    """Write down that a pass failed, or was stopped, where its worker is gone; whether there was one."""
    going = Pass.objects.filter(state=State.GOING, began_at__lt=now - A_MOMENT)
    going = list(going.filter(run=run) if run else going)
    at_work = _at_work() if going else set()
    dead = [one for one in going if one.pk not in at_work]
    for one in dead:
        _end(one.pk, *((State.STOPPED, "") if one.stop_asked else (State.FAILED, DIED)))
    return bool(dead)


def wake_worker(pk):
    """Tell a worker of a pass, by its key alone; whether it was told. The sweep finds what is left."""
    try:
        celery_app.send_task(WORK, args=[pk])
    except OperationalError:
        logger.warning("the broker is away; the sweep will find the file")
        return False
    return True


@transaction.atomic
def _do(one, beside, now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, one.pk % 2**31])
    if one.deed == Deed.LOOK:
        running.look_again(run=one.run, now=now, progress=beside)
    else:
        running.move_in(run=one.run, by=one.by, now=now, progress=beside)
    if not Pass.objects.filter(pk=one.pk, state=State.GOING, stop_asked=False).update(state=State.DONE):
        raise Stopped("It was stopped at the last moment. Nothing was changed.")


def _end(pk, state, why=""):
    Pass.objects.filter(pk=pk, state=State.GOING).update(state=state, why=why[:300])


def _at_work():
    """The keys of the passes whose workers live."""
    with connection.cursor() as cursor:
        cursor.execute(AT_WORK, [LOCK])
        return {pk for (pk,) in cursor.fetchall()}


def _who_is_at_it(run):
    live = run.passes.live().select_related("by").first()
    if live is None:
        return "Somebody started this at the same time. Look again in a moment."
    return f"{live.by.name} started this at {say_clock(live.asked_at)}. You see below how far it is."
