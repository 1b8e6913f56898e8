"""A session's cases and materials for its team: whoever has a part in it, and nobody else."""

import io

import pytest
from django.urls import reverse

from courses import materials, picking
from courses.tests.case_factories import a_used_case, reworded
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, ahead, assigned
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(coordinator):
    session = SessionFactory(starts_at=ahead())
    for title, readers in (("For all", "facilitators"), ("For the team", "team"), ("Withdrawn", "team")):
        case = a_used_case(by=coordinator, title=title, readers=readers)
        picking.pick(session=session, case=case, by=coordinator, now=session.starts_at)
    reworded(case, readers="coordinators")
    materials.add(
        session=session,
        title="Notes",
        readers="team",
        file=io.BytesIO(b"Bring pens."),
        by=coordinator,
        now=session.starts_at,
    )
    return session


def addresses(session):
    return [
        reverse("courses:session_cases", args=[session.pk]),
        reverse("courses:session_materials", args=[session.pk]),
        reverse("courses:session_material", args=[session.pk, session.materials.get().pk]),
    ]


@pytest.mark.parametrize("part", ["lead", "co_facilitator", "shadow", "observer"])
def test_everybody_with_a_part_reads_and_prints_them_and_changes_nothing(session, part):
    one = FacilitatorFactory()
    assigned(one, session, part)
    client = signed_in_as(one.user)
    cases, papers, file = [client.get(url) for url in addresses(session)]
    for words in ("For all", "For the team", "Nobody speaks."):
        assert words in cases.text
    for words in ("Withdrawn", ">Pick", "Leave out", "What would fit"):
        assert words not in cases.text
    assert "Notes" in papers.text
    assert "Add a file" not in papers.text
    assert file.getvalue() == b"Bring pens."
    assert client.post(addresses(session)[1], {"title": "X"}).status_code == 403
    # who only looks on is not led to pages that are not theirs
    delivers = part in {"lead", "co_facilitator"}
    assert (reverse("courses:manage_session", args=[session.pk]) in cases.text) == delivers
    assert (client.get(reverse("courses:manage_session", args=[session.pk])).status_code == 200) == delivers
    assert "For the team" not in client.get(reverse("courses:cases")).text


@pytest.mark.parametrize("state", ["offered", "declined", "lapsed", "stood_down"])
def test_a_part_that_is_not_taken_opens_nothing(session, state):
    one = FacilitatorFactory()
    assigned(one, session, state=state)
    answers = [signed_in_as(one.user).get(url).status_code for url in addresses(session)]
    assert answers == [403, 403, 403]


def test_nobody_else_reads_them(session, dean, stranger):
    another = FacilitatorFactory()
    assigned(another, SessionFactory(starts_at=ahead(20)))
    for url in addresses(session):
        answers = [signed_in_as(who).get(url).status_code for who in (another.user, dean, stranger, None)]
        assert answers == [403, 403, 404, 302]


def test_who_shadows_finds_them_from_their_own_sessions(session):
    one = FacilitatorFactory()
    assigned(one, session, "shadow")
    html = signed_in_as(one.user).get("/offers/").text
    for url in addresses(session)[:2]:
        assert url in html


def test_a_file_of_another_session_is_not_reached_through_ones_own(session, coordinator):
    mine, one = SessionFactory(starts_at=ahead(20)), FacilitatorFactory()
    assigned(one, mine)
    theirs = session.materials.get()
    url = reverse("courses:session_material", args=[mine.pk, theirs.pk])
    assert signed_in_as(one.user).get(url).status_code == 404
