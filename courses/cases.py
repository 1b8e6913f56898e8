"""Case reports for discussion: written, changed, brought back, put into use and retired.

Versions are only ever added, so that what was discussed can be read again. What people read is the version
that was checked last, point by point; a newer text waits until it was checked, too.
"""

from django.db import transaction

from courses.models import CaseClearance, CaseReport, CaseVersion
from courses.models.case_clearance import Point
from courses.refusals import NotCleared, NotForUse, Overtaken
from stepforward.audit.recording import record
from stepforward.ui.wording import say_list

State = CaseReport.State
OVERTAKEN = (
    "Somebody else changed this case while you had it open. What you wrote is still here: compare it with "
    "the newest version, then save again."
)


@transaction.atomic
def write(*, readers, by, now, **text):
    """A new case, as a draft; `text` is what CaseVersion.TEXT names."""
    case = CaseReport.objects.create(readers=readers)
    _add(case, text, by=by, now=now)
    record("case written", case, by=by, readers=readers)
    return case


@transaction.atomic
def change(*, case, readers, based_on, by, now, **text):
    """Say it differently, or let others read it. `based_on` is the number of the version that its writer saw.
    Where the text is the same there is no new version. Raises Overtaken."""
    case = _unchanged_since(case, based_on)
    before = case.newest.text
    changed = [name for name in CaseVersion.TEXT if before[name] != text[name]]
    if changed:
        version = _add(case, text, by=by, now=now)
        record("case changed", case, by=by, version=version.number, fields=changed)
    if case.readers != readers:
        case.readers = readers
        case.save(update_fields=["readers"])
        record("case opened to others", case, by=by, readers=readers)
    return case


@transaction.atomic
def bring_back(*, case, number, based_on, by, now):
    """What version `number` said, as the newest version. Raises Overtaken."""
    case = _unchanged_since(case, based_on)
    earlier = case.versions.get(number=number)
    if earlier.text == case.newest.text:
        return case
    version = _add(case, earlier.text, by=by, now=now, brought_back=number)
    record("case brought back", case, by=by, version=version.number, from_version=number)
    return case


@transaction.atomic
def put_into_use(*, case, number, points, basis, by, now):
    """The newest version, which was read as `number`, is what people read from now on. Raises NotCleared
    while a point of the checklist is open, and Overtaken."""
    case = _unchanged_since(case, number)
    if open_points := [point for point in Point if point not in points]:
        labels = say_list(f"“{point.label}”" for point in open_points)
        raise NotCleared(f"The case cannot be used before this is true, too: {labels}.", field="points")
    if case.cleared and case.cleared.version_id == case.newest_id:
        raise NotForUse(f"Version {number} is in use already.")
    clearance = CaseClearance.objects.create(
        version=case.newest, points=Point.values, basis=basis, by=by, at=now
    )
    case.state, case.cleared = State.IN_USE, clearance
    case.save(update_fields=["state", "cleared"])
    record("case put into use", case, by=by, version=number, basis=basis)
    return case


@transaction.atomic
def retire(*, case, by):
    """It is not picked any more. Sessions that have it keep it."""
    case = _locked(case)
    if case.state == State.RETIRED:
        raise NotForUse("This case was retired before.")
    case.state, case.cleared = State.RETIRED, None
    case.save(update_fields=["state", "cleared"])
    record("case retired", case, by=by)
    return case


def _add(case, text, *, by, now, brought_back=None):
    number = case.newest.number + 1 if case.newest else 1
    version = CaseVersion.objects.create(
        case=case, number=number, **text, brought_back=brought_back, made_by=by, made_at=now
    )
    case.newest = version
    case.save(update_fields=["newest"])
    return version


def _unchanged_since(case, number):
    case = _locked(case)
    if case.newest.number != number:
        raise Overtaken(OVERTAKEN)
    return case


def _locked(case):
    CaseReport.objects.select_for_update(no_key=True).get(pk=case.pk)
    return CaseReport.objects.select_related("newest", "cleared").get(pk=case.pk)
