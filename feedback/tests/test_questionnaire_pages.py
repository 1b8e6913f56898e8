"""The questionnaire's editor: who may open it, what it costs, what it says to mistakes, and on a phone."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.tests.factories import CourseFactory
from feedback import questionnaires, rounds
from feedback.models import Questionnaire, Wave
from feedback.tests.factories import SessionFactory
from stepforward.people.roles import Role
from stepforward.testing import DESKTOP, PHONE, barriers, person, signed_in_as

pytestmark = pytest.mark.django_db
LIST = "/manage/questionnaires/"


@pytest.fixture
def course(db):
    return CourseFactory(code="active-bystander", name="Active Bystander")


@pytest.fixture
def draft(course, coordinator):
    return questionnaires.new_version(course=course, wave=Wave.AFTER, by=coordinator)


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def at(draft, rest=""):
    return f"{LIST}{draft.pk}/{rest}"


def words(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.COORDINATOR, 200),
        (Role.PROGRAMME_LEAD, 200),
        (Role.FACILITATOR, 403),
        (Role.DEAN, 403),
        (None, 404),
    ],
)
def test_coordinators_and_programme_leads_write(draft, role, status):
    client = signed_in_as(person(role))
    for rest in ("", "write/", "write/pace/", "add/", "choose/"):
        assert client.get(at(draft, rest)).status_code == status
    assert client.get(LIST).status_code == status
    done = client.post(at(draft, "use/"), {"seen": draft.seen_as})
    assert done.status_code == (302 if status == 200 else status)
    draft.refresh_from_db()
    assert draft.is_draft == (status != 200)


@pytest.mark.parametrize("courses", [1, 3, 25])
def test_the_list_costs_the_same_however_long(desk, courses, now, coordinator):
    for number in range(courses):
        made = CourseFactory(code=f"course-{number}")
        rounds.questionnaire_for(made, Wave.AFTER)
        questionnaires.new_version(course=made, wave=Wave.BEFORE, by=coordinator)
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(LIST)
    assert page.status_code == 200
    assert len(queries) == 5
    file = b"".join(desk.get(f"{LIST}?format=csv")).decode("utf-8-sig")
    assert len(file.splitlines()) == 1 + 3 * courses


@pytest.mark.parametrize("number", [1, 3, 25])
def test_a_draft_costs_the_same_however_long(desk, draft, number):
    draft.questions = [{"code": f"q{n}", "kind": "yes_no", "text": f"Question {n}"} for n in range(number)]
    draft.save()
    for rest, cost in (("", 3), ("write/", 4), ("write/q0/", 4), ("add/", 3), ("choose/", 4)):
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(at(draft, rest)).status_code == 200
        assert (rest, len(queries)) == (rest, cost)


def test_the_list_says_what_is_asked_since_when_and_by_how_many(desk, draft, now):
    rounds.open_round(session=SessionFactory(now=now, attended=3, course=draft.course), now=now)
    said = words(desk.get(LIST))
    assert "Asked since Tue 6 Jan 2026, in 1 round." in said
    assert "Go on writing" in said
    assert "Active Bystander, before" in words(desk.get(f"{LIST}?wave=before"))
    assert "No course and time fit" in words(desk.get(f"{LIST}?wave=before&drafts=yes"))
    wrong = desk.get(f"{LIST}?course=unheard-of")
    assert wrong.status_code == 422


def test_the_session_and_the_emails_lead_there(desk, now, course):
    session = SessionFactory(now=now, attended=3, course=course)
    assert f"{LIST}?course=active-bystander" in words(desk.get(f"/manage/sessions/{session.pk}/feedback/"))
    assert LIST in words(desk.get("/emails/"))


def test_it_can_be_tried_and_nothing_is_kept(desk, draft):
    tried = desk.post(at(draft), {"relevant": "4", "most_useful": "The words"}, follow=True)
    assert "They were not: nothing is kept here." in words(tried)
    half = desk.post(at(draft), {"know_where_now": "4"})
    assert half.status_code == 422
    assert "Choose a number for before" in words(half)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Enter the question"),
        ({"text": "x" * 100_000, "kind": "rating"}, "must be 150 characters or fewer"),
        ({"text": "a\x00b", "kind": "rating"}, "only letters, numbers and punctuation"),
        ({"text": "ab", "kind": "rating"}, "between 3 and 150"),
        ({"text": "Which?", "kind": "choice", "options": "Once\nonce"}, "No two answers may be alike"),
        ({"text": "Which?", "kind": "choice", "options": "x" * 90 + "\nno"}, "80 characters or fewer"),
        ({"text": "Which?", "kind": "rating", "options": "Once"}, "brings its own answers"),
        ({"text": "What else?", "kind": "comment"}, "there is room for 3"),
        ({"text": "Which?", "kind": "9" * 400}, "Select how it is answered"),
    ],
)
def test_a_mistake_gets_a_sentence_and_loses_nothing(desk, draft, said, why):
    for rest in ("add/", "write/pace/"):
        answer = desk.post(at(draft, rest), said | {"seen": draft.seen_as})
        assert answer.status_code == 422
        assert why in words(answer)
        if len(said.get("text", "")) < 100 and "\x00" not in said.get("text", ""):
            assert said.get("text", "") in words(answer)
            assert said.get("options", "") in words(answer)
    draft.refresh_from_db()
    assert draft.questions == rounds.questionnaire_for(draft.course, draft.wave).questions


def test_wrong_keys_and_deeds_are_answered_kindly(desk, draft):
    assert desk.get(at(draft, "write/never_heard_of/")).status_code == 404
    assert desk.get(f"{LIST}{'9' * 40}/").status_code == 404
    assert desk.get(f"{LIST}new/{draft.course_id}/after/").status_code == 405
    assert desk.post(f"{LIST}new/999999/after/").status_code == 404
    for said in ({}, {"to": "sideways"}, {"to": "up", "seen": "\x00" * 9}):
        done = desk.post(at(draft, "write/pace/arrange/"), said, follow=True)
        assert done.status_code == 200
        assert "There is a problem" in words(done)
    wrong = desk.post(at(draft, "choose/"), {"code": "pace", "seen": draft.seen_as})
    assert wrong.status_code == 422
    assert "Choose a question of those below" in words(wrong)


def test_whoever_comes_second_keeps_what_they_typed_and_can_save_it(desk, draft, coordinator):
    seen = draft.seen_as
    questionnaires.take_out(draft=draft, seen=seen, by=coordinator, code="relevant")
    typed = {"text": "It went at the right pace", "kind": "rating", "seen": seen}
    told = desk.post(at(draft, "write/pace/"), typed)
    assert told.status_code == 422
    assert "Somebody else has changed this draft meanwhile" in words(told)
    assert "It went at the right pace" in words(told)
    draft.refresh_from_db()
    assert draft.seen_as in words(told)
    assert desk.post(at(draft, "write/pace/"), typed | {"seen": draft.seen_as}).status_code == 302


def test_a_question_taken_out_meanwhile_can_be_added_again(desk, draft, coordinator):
    seen = draft.seen_as
    questionnaires.take_out(draft=draft, seen=seen, by=coordinator, code="relevant")
    typed = {"text": "It fitted what I do", "kind": "rating", "seen": seen}
    told = desk.post(at(draft, "write/relevant/"), typed)
    draft.refresh_from_db()
    assert "Save to add it again" in words(told)
    assert f'action="{at(draft, "add/")}"' in words(told)
    assert desk.post(at(draft, "add/"), typed | {"seen": draft.seen_as}).status_code == 302
    draft.refresh_from_db()
    assert draft.questions[-1]["text"] == "It fitted what I do"


def test_what_was_typed_survives_that_somebody_used_the_draft(desk, draft, coordinator):
    seen = draft.seen_as
    questionnaires.use(draft=draft, seen=seen, by=coordinator)
    told = desk.post(at(draft, "add/"), {"text": "One more thing", "kind": "rating", "seen": seen})
    assert told.status_code == 422
    assert "in use by now" in words(told)
    assert "One more thing" in words(told)
    for rest in ("write/", "write/pace/", "add/", "choose/"):
        assert desk.get(at(draft, rest)).url == at(draft)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_version_is_written_on_a_phone_without_javascript(visit):
    course = CourseFactory(code="active-bystander")
    page, go = visit(person(Role.PROGRAMME_LEAD), viewport=PHONE, scripts=False)
    go(f"{LIST}?wave=three_months")
    page.get_by_role("button", name="Write a new version").click()
    page.get_by_role("button", name="Add a question").click()
    page.get_by_label("Question, or sentence to agree with").fill("How often did you look at the handout?")
    page.get_by_label("One of several").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Answers to choose from").fill("Never\nOnce\nMore often")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name=re.compile("Up.*How often did you look")).click()
    page.get_by_role("button", name=re.compile("Take out.*My manager supports me")).click()
    page.get_by_role("button", name="Add one asked before").click()
    page.get_by_label("I would recommend this session").check()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Try it as people see it").click()
    page.get_by_label("More often").check()
    page.get_by_role("button", name="Try these answers").click()
    page.get_by_role("button", name="Go on writing").click()
    page.get_by_role("button", name="Use it from now on").click()
    page.get_by_text("Rounds that open from now on ask it.").wait_for()
    asked = rounds.questionnaire_for(course, Wave.THREE_MONTHS)
    assert asked.version == 2
    stood_in_the_way, handout, recommend = asked.questions[-3:]
    assert (stood_in_the_way["code"], recommend["code"]) == ("stood_in_the_way", "recommend")
    assert handout["options"] == [[1, "Never"], [2, "Once"], [3, "More often"]]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_no_page_has_a_barrier_or_is_too_wide(visit, viewport):
    coordinator = person(Role.COORDINATOR)
    course = CourseFactory(code="active-bystander")
    draft = questionnaires.new_version(course=course, wave=Wave.AFTER, by=coordinator)
    long = {"kind": "choice", "text": "x" * 150, "options": ["y" * 80, "z" * 80]}
    questionnaires.add_question(draft=draft, seen=draft.seen_as, by=coordinator, **long)
    used = Questionnaire.objects.asked().get()
    page, go = visit(coordinator, viewport=viewport)
    for path in ("", f"{used.pk}/", *(f"{draft.pk}/{rest}" for rest in ("", "write/", "write/pace/"))):
        _fits_without_barrier(page, go, path)
    for path in (f"{draft.pk}/add/", f"{draft.pk}/choose/"):
        _fits_without_barrier(page, go, path)
    page.get_by_role("button", name="Add it").click()
    assert barriers(page) == []


def _fits_without_barrier(page, go, path):
    go(LIST + path)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
