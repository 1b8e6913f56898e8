"""Cases through their own verbs, so that they stand as they would."""

from courses import cases
from courses.models import CaseClearance
from courses.models.case_clearance import Point
from courses.tests.factories import NOW
from stepforward.testing import person

TEXT = {
    "title": "The count",
    "story": "Near the end of the list the count is one short.\n\nNobody speaks.",
    "setting": "theatres",
    "staff_groups": ["01", "03"],
    "themes": ["hierarchy"],
    "learning_points": "A second voice changes the room.",
    "questions": "What keeps people from speaking?",
}


def a_case(*, by=None, readers="facilitators", now=NOW, **text):
    """A draft."""
    return cases.write(readers=readers, by=by or person("coordinator"), now=now, **TEXT | text)


def used(case, *, by=None, now=NOW):
    """The case with its newest version in use."""
    by = by or case.newest.made_by
    said = {"points": Point.values, "basis": CaseClearance.Basis.COMPOSITE}
    return cases.put_into_use(case=case, number=case.newest.number, by=by, now=now, **said)


def a_used_case(**details):
    return used(a_case(**details))


def reworded(case, *, readers=None, now=NOW, **text):
    return cases.change(
        case=case,
        readers=readers or case.readers,
        based_on=case.newest.number,
        by=case.newest.made_by,
        now=now,
        **case.newest.text | text,
    )
