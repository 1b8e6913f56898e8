"""The demo's library of cases at every stage, and what some sessions discuss."""

from datetime import timedelta

from courses import cases, picking
from courses.models import CaseClearance, CaseReport, Session, TrainingRequest
from courses.models.case_clearance import Point
from courses.seeding.cases_told import TOLD

FIRST_WRITTEN = 400  # days ago
IN_DRAFT, RETIRED, COORDINATORS_ONLY, TEAM_ONLY, WITH_NEWER_TEXT = 11, 9, 4, 8, 1
REWORDED = {0: "questions", WITH_NEWER_TEXT: "story", 5: "learning_points"}


def plant(*, coordinator, now):
    for request in TrainingRequest.objects.filter(state=TrainingRequest.State.SCHEDULED):
        theirs = Session.objects.filter(
            organisation=request.organisation, team_name=request.team, request=None
        )
        theirs.filter(starts_at__gt=now).update(request=request)
    library = [_told(n, coordinator, now) for n in range(len(TOLD))]
    cases.retire(case=library[RETIRED], by=coordinator)
    _discussed(library, coordinator, now)
    _reword(library[WITH_NEWER_TEXT], WITH_NEWER_TEXT, coordinator, now - timedelta(days=2))


def _told(n, by, now):
    """The nth case, written, and mostly checked and reworded since."""
    written = now - timedelta(days=FIRST_WRITTEN - 30 * n)
    case = cases.write(readers=_readers(n), by=by, now=written, **TOLD[n])
    if n == IN_DRAFT:
        return case
    case = _use(case, by, written + timedelta(days=3))
    if n in REWORDED and n != WITH_NEWER_TEXT:
        case = _reword(case, n, by, written + timedelta(days=60))
        case = _use(case, by, written + timedelta(days=61))
    return case


def _readers(n):
    Readers = CaseReport.Readers
    return {COORDINATORS_ONLY: Readers.COORDINATORS, TEAM_ONLY: Readers.TEAM}.get(n, Readers.FACILITATORS)


def _use(case, by, now):
    return cases.put_into_use(
        case=case,
        number=case.newest.number,
        points=Point.values,
        basis=CaseClearance.Basis.COMPOSITE,
        by=by,
        now=now,
    )


def _reword(case, n, by, now):
    name = REWORDED[n]
    text = dict(case.newest.text)
    text[name] += {
        "questions": "\nWhat would have helped you to speak?",
        "story": "\n\nThe scrub practitioner puts down the needle holder.",
        "learning_points": "\nRoom and time for faith are a matter of the rota, not of favours.",
    }[name]
    return cases.change(case=case, readers=case.readers, based_on=case.newest.number, by=by, now=now, **text)


def _discussed(library, by, now):
    """Every third past session had two cases; the next open ones have theirs."""
    usable = [case for n, case in enumerate(library) if n not in {IN_DRAFT, RETIRED, COORDINATORS_ONLY}]
    past = Session.objects.filter(state=Session.State.DELIVERED).order_by("starts_at")
    for n, session in enumerate(past[::3]):
        for case in (usable[n % len(usable)], usable[(n + 4) % len(usable)]):
            picking.pick(session=session, case=case, by=by, now=session.starts_at - timedelta(days=12))
    coming = Session.objects.upcoming(now).filter(state=Session.State.OPEN)
    for n, session in enumerate(coming[:2]):
        for case in (usable[1], usable[n + 6]):
            picking.pick(session=session, case=case, by=by, now=now - timedelta(days=4))
