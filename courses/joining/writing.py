"""Writing joining instructions, for a course and for one session, and sending them again."""

from django.db import transaction

from courses import bookings, scheduling
from courses.models import Course, Session
from courses.refusals import NothingSaid, NotOpenToChange
from stepforward.audit.recording import record


@transaction.atomic
def write(*, session, joining_instructions, what_to_bring, by, now):
    """The session's own; what is left empty is the course's. Who has them already is sent nothing. Raises
    NotOpenToChange."""
    said = {"joining_instructions": joining_instructions, "what_to_bring": what_to_bring}
    return scheduling.change(session=session, by=by, now=now, **said)


@transaction.atomic
def write_for_course(*, course, joining_instructions, what_to_bring, by):
    """Those of every session of the course that has none of its own."""
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    said = {"joining_instructions": joining_instructions, "what_to_bring": what_to_bring}
    changed = sorted(name for name, words in said.items() if getattr(course, name) != words)
    if changed:
        for name in changed:
            setattr(course, name, said[name])
        course.save(update_fields=changed)
        record("course joining instructions changed", course, by=by, fields=changed)
    return course


@transaction.atomic
def send_again(*, session, version, by, now):
    """From now on everybody is due the next version. `version` is the one whose page was looked at: who
    presses twice sends once. Raises NotOpenToChange and NothingSaid."""
    session = bookings.lock_session(session.pk)
    if session.state != Session.State.OPEN or session.starts_at <= now:
        raise NotOpenToChange("They go out while a session is confirmed and still to come.")
    if not (session.said_before or session.said_to_bring):
        raise NothingSaid("Nothing is written, so nothing can be sent.")
    if session.joining_version == version:
        session.joining_version += 1
        session.save(update_fields=["joining_version"])
        record("joining instructions sent again", session, by=by, version=session.joining_version)
    return session
