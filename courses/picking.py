"""Which cases a session discusses, in which order, and in which version."""

from django.db import transaction

from courses import bookings
from courses.models import CaseReport, SessionCase
from courses.refusals import NotForUse, NotPicked
from stepforward.audit.recording import record

MOST = 12  # more than anybody can discuss in a day


@transaction.atomic
def pick(*, session, case, by, now):
    """Add the version of `case` that is in use now, as the last."""
    session, picks = _picks_of(session)
    case = CaseReport.objects.select_related("cleared__version").get(pk=case.pk)
    _refuse_unusable(case)
    if any(one.case_id == case.pk for one in picks):
        raise NotPicked("This session has the case already.")
    if len(picks) >= MOST:
        raise NotPicked(f"A session discusses {MOST} cases at most. Leave one out first.")
    picked = SessionCase.objects.create(
        session=session, case=case, cleared=case.cleared, place=len(picks) + 1, picked_by=by, picked_at=now
    )
    record("case picked", session, by=by, case=case.pk, version=case.cleared.version.number)
    return picked


@transaction.atomic
def leave_out(*, session, case, by):
    session, picks = _picks_of(session)
    picked = _picked(picks, case)
    picked.delete()
    _number([one for one in picks if one is not picked])
    record("case left out", session, by=by, case=case.pk)


@transaction.atomic
def move(*, session, case, by, places):
    """Earlier by -1, later by 1; the first stays first and the last last."""
    session, picks = _picks_of(session)
    picked = _picked(picks, case)
    to = min(max(picks.index(picked) + places, 0), len(picks) - 1)
    picks.remove(picked)
    picks.insert(to, picked)
    _number(picks)
    record("case moved", session, by=by, case=case.pk, place=to + 1)


@transaction.atomic
def take_newest(*, session, case, by):
    """Pin the version that is in use by now."""
    session, picks = _picks_of(session)
    picked = _picked(picks, case)
    case = CaseReport.objects.select_related("cleared__version").get(pk=case.pk)
    _refuse_unusable(case)
    picked.cleared = case.cleared
    picked.save(update_fields=["cleared"])
    record("case renewed", session, by=by, case=case.pk, version=case.cleared.version.number)
    return picked


def _picks_of(session):
    session = bookings.lock_session(session.pk)
    return session, list(session.cases.order_by("place"))


def _picked(picks, case):
    found = next((one for one in picks if one.case_id == case.pk), None)
    if found is None:
        raise NotPicked("This session does not have the case any more.")
    return found


def _number(picks):
    for place, one in enumerate(picks, 1):
        one.place = place
    SessionCase.objects.bulk_update(picks, ["place"])


def _refuse_unusable(case):
    if case.state != CaseReport.State.IN_USE:
        raise NotForUse("This case is not in use, so no session can discuss it.")
    if case.readers == CaseReport.Readers.COORDINATORS:
        raise NotForUse("Only coordinators may see this case, so no session can discuss it.")
