"""A case over time: versions are only added, what people read was checked, sessions keep what they have."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from courses import cases, differences, picking
from courses.models import CaseClearance, CaseReport, CaseVersion, SessionCase
from courses.models.case_clearance import Point
from courses.refusals import NotCleared, NotForUse, NotPicked, Overtaken
from courses.tests.case_factories import TEXT, a_case, a_used_case, reworded, used
from courses.tests.factories import NOW, SessionFactory
from stepforward.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_change_of_the_text_is_a_new_version_and_the_old_one_stays(coordinator):
    case = reworded(a_case(by=coordinator), story="Somebody speaks.")
    assert [(one.number, one.story) for one in case.versions.all()] == [
        (2, "Somebody speaks."),
        (1, TEXT["story"]),
    ]
    assert verbs() == ["case written", "case changed"]
    assert AuditEvent.objects.last().details == {"readers": "facilitators"}
    assert AuditEvent.objects.first().details == {"version": 2, "fields": ["story"]}


def test_saving_the_same_words_makes_no_version_and_who_may_see_it_is_no_text():
    case = reworded(a_case(), readers="team")
    assert case.versions.count() == 1
    assert CaseReport.objects.get().readers == "team"
    assert verbs() == ["case written", "case opened to others"]


def test_an_older_version_comes_back_as_a_new_one(coordinator):
    case = reworded(a_case(), title="Another")
    case = cases.bring_back(case=case, number=1, based_on=2, by=coordinator, now=NOW)
    assert (case.newest.number, case.newest.title, case.newest.brought_back) == (3, "The count", 1)
    again = cases.bring_back(case=case, number=3, based_on=3, by=coordinator, now=NOW)
    assert again.newest.number == 3


def test_who_did_not_see_the_newest_version_does_not_write_over_it(coordinator):
    case = a_case()
    reworded(case, title="Theirs")
    with pytest.raises(Overtaken):
        reworded(case, title="Mine")
    with pytest.raises(Overtaken):
        cases.bring_back(case=case, number=1, based_on=1, by=coordinator, now=NOW)
    with pytest.raises(Overtaken):
        used(case)
    assert CaseReport.objects.get().newest.title == "Theirs"


@pytest.mark.parametrize("point", Point)
def test_a_case_is_not_used_before_every_point_is_ticked(point, coordinator):
    case = a_case()
    said = [one for one in Point.values if one != point]
    with pytest.raises(NotCleared, match=point.label):
        cases.put_into_use(case=case, number=1, points=said, basis="composite", by=coordinator, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseClearance.objects.create(
            version=case.newest, points=said, basis="composite", by=coordinator, at=NOW
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseReport.objects.update(state="in_use")
    assert CaseReport.objects.get().state == "draft"


def test_a_newer_text_waits_for_its_own_check():
    case = reworded(a_used_case(), title="Not checked yet")
    assert (case.state, case.cleared.version.number, case.newest.number) == ("in_use", 1, 2)
    assert used(case).cleared.version.title == "Not checked yet"
    with pytest.raises(NotForUse, match="in use already"):
        used(CaseReport.objects.get())


def test_a_retired_case_comes_back_only_by_a_new_check(coordinator):
    case = cases.retire(case=a_used_case(), by=coordinator)
    assert (case.state, case.cleared) == ("retired", None)
    with pytest.raises(NotForUse, match="retired before"):
        cases.retire(case=case, by=coordinator)
    assert used(case).state == "in_use"
    assert CaseClearance.objects.count() == 2


@pytest.mark.parametrize(
    "forbidden",
    [
        lambda case: CaseVersion.objects.update(story="Other"),
        lambda case: case.newest.delete(),
        lambda case: CaseClearance.objects.update(points=Point.values),
        lambda case: CaseVersion.objects.create(
            case=case, number=3, made_by=case.newest.made_by, made_at=NOW, **TEXT
        ),
        lambda case: CaseVersion.objects.create(
            case=case, number=1, made_by=case.newest.made_by, made_at=NOW, **TEXT
        ),
        lambda case: CaseReport.objects.filter(pk=case.pk).update(cleared=a_used_case().cleared),
        lambda case: SessionCase.objects.update(case=a_used_case()),
    ],
    ids=["change", "delete", "change a check", "a gap", "twice", "another's version", "another's pick"],
)
def test_the_database_itself_holds_the_versions(forbidden, coordinator):
    case = a_used_case()
    picking.pick(session=SessionFactory(), case=case, by=coordinator, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        forbidden(case)


# --- for a session ---


@pytest.fixture
def session():
    return SessionFactory()


def picked(session):
    return [(one.version.title, one.version.number, one.place) for one in session.cases.in_order()]


def test_a_session_keeps_its_version_until_it_takes_the_newer_one(session, coordinator):
    case = a_used_case()
    picking.pick(session=session, case=case, by=coordinator, now=NOW)
    used(reworded(case, title="The second count"))
    assert picked(session) == [("The count", 1, 1)]
    assert session.cases.in_order().get().newer.number == 2
    picking.take_newest(session=session, case=case, by=coordinator)
    assert picked(session) == [("The second count", 2, 1)]
    assert session.cases.in_order().get().newer is None


def test_picks_have_an_order_without_gaps(session, coordinator):
    library = [a_used_case(title=title) for title in "ABC"]
    for case in library:
        picking.pick(session=session, case=case, by=coordinator, now=NOW)
    picking.move(session=session, case=library[2], by=coordinator, places=-1)
    picking.move(session=session, case=library[0], by=coordinator, places=-1)
    assert picked(session) == [("A", 1, 1), ("C", 1, 2), ("B", 1, 3)]
    picking.leave_out(session=session, case=library[0], by=coordinator)
    assert picked(session) == [("C", 1, 1), ("B", 1, 2)]
    with pytest.raises(NotPicked):
        picking.leave_out(session=session, case=library[0], by=coordinator)


def test_only_a_case_in_use_that_a_team_may_see_is_picked_and_once(session, coordinator):
    draft, secret, case = a_case(), a_used_case(readers="coordinators"), a_used_case()
    for one, why in ((draft, "not in use"), (secret, "Only coordinators")):
        with pytest.raises(NotForUse, match=why):
            picking.pick(session=session, case=one, by=coordinator, now=NOW)
    picking.pick(session=session, case=case, by=coordinator, now=NOW)
    with pytest.raises(NotPicked, match="already"):
        picking.pick(session=session, case=case, by=coordinator, now=NOW)
    cases.retire(case=case, by=coordinator)
    with pytest.raises(NotForUse):
        picking.take_newest(session=session, case=case, by=coordinator)
    assert picked(session) == [("The count", 1, 1)]


def test_a_session_has_only_so_many(session, coordinator):
    for n in range(picking.MOST):
        picking.pick(session=session, case=a_used_case(title=f"{n}"), by=coordinator, now=NOW)
    with pytest.raises(NotPicked, match="12 cases at most"):
        picking.pick(session=session, case=a_used_case(), by=coordinator, now=NOW)


# --- what is different ---


@given(before=st.text("ab \n", max_size=60), after=st.text("ab \n", max_size=60))
def test_nothing_is_lost_between_two_texts(before, after):
    pieces = differences.pieces_of(before, after)
    assert "".join(text for what, text in pieces if what != "new") == before
    assert "".join(text for what, text in pieces if what != "gone") == after


def test_differences_name_each_field_in_words():
    first = a_case().newest
    second = CaseVersion(
        **first.text | {"setting": "ward", "themes": ["hierarchy", "racism"], "title": "A count"}
    )
    found = {one.label: one.pieces for one in differences.between(first, second)}
    assert list(found) == ["Title", "Setting", "Themes"]
    assert found["Title"] == [("gone", "The"), ("new", "A"), ("same", " count")]
    assert ("new", "\nRacism") in found["Themes"]
