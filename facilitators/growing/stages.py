"""One step in somebody's history with a course, and with it their stage as it is now: the history, replayed,
is the present. Only the import of a roster writes a stage without one, because it can be taken back."""

from datetime import time, timedelta

from facilitators.models import Accreditation, StageChange
from stepforward.audit.recording import record
from stepforward.ui.wording import moment_of

Kind = StageChange.Kind
A_TICK = timedelta(microseconds=1)
NOON = time(12)


def begin(
    *, facilitator, course, stage, since, by, now, kind=Kind.BROUGHT_IN, source=None, booking=None, **more
):
    """A first Accreditation for this course. The caller holds the facilitator's row, and knows that there is
    none yet. `since` is a date; `source` and `booking` say where they were trained, if that is known."""
    held = Accreditation.objects.create(
        facilitator=facilitator,
        course=course,
        stage=stage,
        since=since,
        source=source,
        source_booking=booking,
    )
    write(held, kind, before="", by=by, now=now, source=source, **more)
    record("accreditation begun", held, by=by, stage=stage, course=course.code)
    return held


def write(held, kind, *, before, by, now, **more):
    """The step that made `held`, already saved, what it is. Steps of one way never stand at one moment. A way
    of which nobody wrote the first, as of a roster that was moved in, is given one."""
    last = steps_of(held).last()
    if last is None and before:
        began = min(moment_of(held.facilitator.joined_on, NOON), now - A_TICK)
        last = _add(held, Kind.BROUGHT_IN, before="", stage=before, at=began)
    at = max(now, last.at + A_TICK) if last else now
    stage = "" if kind == Kind.TAKEN_BACK else held.stage
    return _add(held, kind, before=before, stage=stage, at=at, by=by, **more)


def _add(held, kind, **facts):
    return StageChange.objects.create(
        facilitator_id=held.facilitator_id, course_id=held.course_id, kind=kind, **facts
    )


def steps_of(held):
    return StageChange.objects.filter(facilitator=held.facilitator_id, course=held.course_id).order_by(
        "at", "pk"
    )


def replayed(steps):
    """(stage, whether it has lapsed) after these steps, in order; ("", False) where nothing is left."""
    stage, lapsed = "", False
    for step in steps:
        stage, lapsed = step.stage, step.kind == Kind.LAPSED
    return stage, lapsed
