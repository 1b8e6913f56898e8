"""Growth, signatures, observations and rules on their pages: for those they are for, in a few queries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.tests.factories import CourseFactory
from facilitators.growing import observing, stages
from facilitators.models import Accreditation, Observation, StageChange
from facilitators.tests.factories import FacilitatorFactory, accredited, ahead
from facilitators.tests.test_growing_stages import SEEN, beginner, did, rules
from stepforward.testing import reading_as, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    course = CourseFactory()
    rules(course)
    return course


@pytest.fixture
def lead(course):
    one = accredited("lead", course=course)
    one.accreditations.update(since=timezone.now().date())
    return one


@pytest.fixture
def held(course, lead):
    """A co-facilitator, who delivered a session yesterday beside the lead."""
    held = beginner(course, "co_facilitator", now=timezone.now() - timedelta(days=40))
    did(held, "co_facilitator", ahead(-1), beside=lead)
    return held


@pytest.fixture
def people(coordinator, dean, programme_lead, stranger, held, lead):
    return {
        "coordinator": coordinator,
        "programme_lead": programme_lead,
        "dean": dean,
        "stranger": stranger,
        "oneself": held.facilitator.user,
        "lead": lead.user,
        "another": accredited("co_facilitator").user,
        "anonymous": None,
    }


SEES = {"coordinator": 200, "programme_lead": 200, "dean": 403, "stranger": 404, "anonymous": 302}
OF_ONE = SEES | {"oneself": 200, "lead": 200, "another": 403}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/facilitators/growth/", SEES | {"oneself": 403, "lead": 403, "another": 403}),
        ("/facilitators/stages/", SEES | {"oneself": 403, "lead": 403, "another": 403}),
        ("/facilitators/{person}/growth/", OF_ONE),
        ("/facilitators/{person}/growth/{held}/", OF_ONE),
        (
            "/growing/",
            {"oneself": 200, "lead": 200, "another": 200, "coordinator": 403, "programme_lead": 403}
            | {"dean": 403, "stranger": 404, "anonymous": 302},
        ),
        (
            "/growing/observe/{part}/",
            {"lead": 200, "oneself": 403, "another": 403, "coordinator": 403, "programme_lead": 403}
            | {"dean": 403, "stranger": 404, "anonymous": 302},
        ),
        (
            "/observations/{observation}/",
            {"lead": 200, "oneself": 200, "coordinator": 200, "programme_lead": 403, "another": 403}
            | {"dean": 403, "stranger": 404, "anonymous": 302},
        ),
    ],
)
def test_each_page_is_for_those_it_is_for(address, expected, people, held, lead):
    part = held.facilitator.assignments.get()
    written = observing.write(assignment=part, ready=True, by=lead.user, now=timezone.now(), **SEEN)
    address = address.format(person=held.facilitator_id, held=held.pk, part=part.pk, observation=written.pk)
    got = {who: signed_in_as(user).get(address).status_code for who, user in people.items()}
    assert got == expected


def test_what_was_observed_is_not_told_to_another_lead(held, lead, course, people):
    part = held.facilitator.assignments.get()
    observing.write(assignment=part, ready=True, by=lead.user, now=timezone.now(), **SEEN)
    other = accredited("lead", course=course)
    address = f"/facilitators/{held.facilitator_id}/growth/"
    for user, reads in ((other.user, False), (people["programme_lead"], False), (lead.user, True)):
        assert ("/observations/" in reading_as(user)(address)) is reads
    assert signed_in_as(other.user).get(f"/observations/{Observation.objects.get().pk}/").status_code == 403


def test_the_page_says_what_is_missing_and_who_trained_them(held, course):
    source = accredited("trainer", course=course)
    training = did(source.accreditations.get(), "lead", ahead(-90)).session
    Accreditation.objects.filter(pk=held.pk).update(source=training)
    text = reading_as(held.facilitator.user)("/growing/")
    assert "Still missing before lead" in text
    assert "1 of 2 so far" in text
    assert f"by {source}" in text
    assert "In practice until" in text


def test_a_lead_signs_on_the_page_when_nothing_is_missing(held, lead):
    address = f"/facilitators/{held.facilitator_id}/growth/{held.pk}/"
    client = signed_in_as(lead.user)
    assert "Something is still missing" in client.get(address).content.decode()
    refused = client.post(address, {"stage": "lead"})
    assert (refused.status_code, "Still missing" in refused.content.decode()) == (422, True)
    did(held, "co_facilitator", ahead(-2), beside=lead)
    part = held.facilitator.assignments.first()
    observing.write(assignment=part, ready=True, by=lead.user, now=timezone.now(), **SEEN)
    assert "Ready for a signature" in reading_as(lead.user)("/growing/")
    assert client.post(address, {"stage": "lead"}).status_code == 302
    held.refresh_from_db()
    assert held.stage == "lead"
    text = reading_as(held.facilitator.user)("/growing/")
    assert "signed: lead (2 of 2 sessions as co-facilitator and 1 of 1 observation" in text


@pytest.mark.parametrize(
    "said",
    [
        {"stage": "lead"},
        {"stage": "lead", "exception": "x" * 10_000},
        {"stage": "king", "exception": "a"},
        {"stage": "lead", "exception": "a\x00b"},
        {"stage": "trainer", "exception": "a"},
        {},
    ],
)
def test_an_exception_badly_said_is_said_at_its_place(said, held, programme_lead):
    answer = signed_in_as(programme_lead).post(f"/facilitators/{held.facilitator_id}/growth/{held.pk}/", said)
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)
    assert not StageChange.objects.filter(kind="signed").exists()


def test_who_runs_the_programme_signs_an_exception_and_for_another_course(held, programme_lead):
    client, person_ = signed_in_as(programme_lead), f"/facilitators/{held.facilitator_id}"
    client.post(f"{person_}/growth/{held.pk}/", {"stage": "lead", "exception": "Leads in Leeds"})
    other = CourseFactory(code="other", name="Other")
    said = {"course": other.pk, "stage": "lead", "exception": "Wrote it"}
    assert client.post(f"{person_}/growth/elsewhere/", said).status_code == 302
    assert client.post(f"{person_}/growth/elsewhere/", said).status_code == 422
    text = client.get(f"{person_}/growth/").content.decode()
    assert "Signed all the same: Leads in Leeds" in text and "Signed all the same: Wrote it" in text


def test_who_is_out_of_practice_is_signed_back(held, lead):
    Accreditation.objects.filter(pk=held.pk).update(lapsed_on=ahead(-1).date())
    stages.write(
        Accreditation.objects.get(pk=held.pk), "lapsed", before=held.stage, by=None, now=timezone.now()
    )
    client, address = signed_in_as(lead.user), f"/facilitators/{held.facilitator_id}/growth/{held.pk}/"
    assert "back in practice?" in client.get(address).content.decode()
    assert client.post(address, {"exception": ""}).status_code == 422
    assert client.post(address, {"exception": "Delivered in Leeds"}).status_code == 302
    held.refresh_from_db()
    assert held.lapsed_on is None


def test_an_observation_is_written_on_its_page_and_loses_nothing(held, lead):
    part = held.facilitator.assignments.get()
    client, address = signed_in_as(lead.user), f"/growing/observe/{part.pk}/"
    wrong = client.post(address, SEEN | {"ready": "perhaps", "seen": ""})
    assert wrong.status_code == 422 and "Calm." in wrong.content.decode()
    assert "Enter what you saw" in wrong.content.decode()
    assert client.post(address, SEEN | {"ready": "yes"}).status_code == 302
    assert Observation.objects.get().ready
    assert (
        "Change what you wrote"
        in client.get(f"/observations/{Observation.objects.get().pk}/").content.decode()
    )


@pytest.mark.parametrize(
    ("show", "names"), [("ready", 1), ("lapsed", 1), ("ends", 1), ("", 5), ("doubted", 0)]
)
def test_the_list_finds_those_who_need_somebody(show, names, held, course, coordinator):
    ready = beginner(course, "trained", now=timezone.now() - timedelta(days=9))
    Accreditation.objects.filter(pk=ready.pk).update(stage="trained")
    lapsed = beginner(course, "lead", now=timezone.now() - timedelta(days=9))
    Accreditation.objects.filter(pk=lapsed.pk).update(lapsed_on=ahead(-1).date())
    beginner(course, "trainer", now=timezone.now() - timedelta(days=150))
    Accreditation.objects.filter(facilitator=FacilitatorFactory()).delete()
    text = reading_as(coordinator)(f"/facilitators/growth/?show={show}")
    assert text.count('<th role="rowheader"') == names
    rows = reading_as(coordinator)(f"/facilitators/growth/?show={show}&format=csv")
    assert len(rows.strip().splitlines()) == names + 1


@pytest.mark.parametrize("asked", ["show=king", "stage=king", "course=" + "9" * 25, "q=" + "x" * 99])
def test_a_filter_that_nobody_knows_is_said(asked, coordinator):
    assert signed_in_as(coordinator).get(f"/facilitators/growth/?{asked}&format=csv").status_code == 422


def test_rules_are_decided_on_their_page(course, programme_lead):
    client, address = signed_in_as(programme_lead), f"/facilitators/stages/{course.pk}/"
    other = CourseFactory(code="other", name="Other")
    said = {"co_facilitator-shadowed": "3", "lead-current_months": "12", "taught_by": [other.pk]}
    assert client.post(address, said).status_code == 302
    text = client.get("/facilitators/stages/").content.decode()
    assert "3 sessions as shadow and a signature" in text
    assert "lapses after 12 months" in text and "Trained by attending: Other" in text
    for wrong in (
        {"lead-observed": "-1"},
        {"lead-observed": "1e9"},
        {"lead-current_months": "0"},
        {"taught_by": ["9" * 25]},
        {"taught_by": [course.pk]},
        {"led": "x", "trainer-led": "100"},
    ):
        assert client.post(address, said | wrong).status_code == 422


@pytest.mark.parametrize("n", [1, 3, 25])
def test_pages_cost_the_same_however_many_there_are(n, course, lead, coordinator, django_assert_num_queries):
    for k in range(n):
        one = beginner(course, "co_facilitator", now=timezone.now() - timedelta(days=40))
        for m in range(3):
            did(one, "co_facilitator", ahead(-1 - k - 30 * m), beside=lead if m == 0 and k < 9 else None)
    as_coordinator, as_lead = signed_in_as(coordinator), signed_in_as(lead.user)
    with django_assert_num_queries(7):
        as_coordinator.get("/facilitators/growth/")
    with django_assert_num_queries(11):
        as_coordinator.get(f"/facilitators/{one.facilitator_id}/growth/")
    with django_assert_num_queries(11):
        as_lead.get("/growing/")
