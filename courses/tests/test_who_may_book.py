"""Who finds and books a session, and how many people it needs: the forms, the lists, the desk."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courses import scheduling
from courses.models import Session
from courses.refusals import TooFewPlaces
from courses.tests.factories import BookingFactory, CourseFactory, SessionFactory
from stepforward.testing import signed_in_as
from stepforward.ui.wording import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


@pytest.fixture
def sessions(now):
    """One of each visibility, open."""
    starts_at = now + timedelta(days=9)
    return {
        visibility: SessionFactory(visibility=visibility, starts_at=starts_at)
        for visibility in Session.Visibility.values
    }


def said(**different):
    day = today() + timedelta(days=30)
    facts = {f"day_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    facts |= {"course": CourseFactory().pk, "starts": "1:30pm", "ends": "", "capacity": "20"}
    return facts | {"minimum_people": "", "visibility": "public"} | different


# --- Finding and booking ---


def test_the_list_shows_those_for_everybody_alone_also_to_those_who_plan(sessions, desk, stranger):
    for client in (Client(), signed_in_as(stranger), desk):
        assert list(client.get("/sessions/").context["page"]) == [sessions["public"]]
        table = b"".join(client.get("/sessions/?format=csv").streaming_content).decode()
        assert len(table.splitlines()) == 2


def test_one_in_no_list_is_booked_by_whoever_has_its_address_and_search_engines_leave_it_out(sessions):
    address = f"/sessions/{sessions['hidden'].pk}/"
    for page in (address, f"{address}book/"):
        answer = Client().get(page)
        assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
    assert "X-Robots-Tag" not in Client().get(f"/sessions/{sessions['public'].pk}/")


def test_who_plans_opens_the_page_of_every_one(sessions, desk):
    assert {desk.get(f"/sessions/{one.pk}/").status_code for one in sessions.values()} == {200}


def test_a_session_s_page_and_the_list_say_what_it_is_and_where_to_read_more(sessions):
    for page in ("/sessions/", f"/sessions/{sessions['public'].pk}/"):
        html = Client().get(page).text
        for words in ("onstructive and educational", "o prior knowledge is assumed", 'href="/about/"'):
            assert words in html


# --- Saying it ---


@pytest.mark.parametrize("visibility", Session.Visibility.values)
def test_it_is_said_where_a_session_is_planned_and_where_it_is_changed(desk, visibility):
    assert desk.get("/manage/sessions/new/").context["form"]["visibility"].value() == "public"
    desk.post("/manage/sessions/new/", said(visibility=visibility, minimum_people="7"))
    session = Session.objects.get()
    assert (session.visibility, session.minimum_people) == (visibility, 7)
    change = f"/manage/sessions/{session.pk}/change/"
    form = desk.get(change).context["form"]
    assert (form["visibility"].value(), form["minimum_people"].value()) == (visibility, 7)
    desk.post(change, said(visibility="hidden", minimum_people=""))
    session.refresh_from_db()
    assert (session.visibility, session.minimum_people) == ("hidden", None)


@pytest.mark.parametrize(
    ("different", "field", "message"),
    [
        ({"minimum_people": "21"}, "minimum_people", "cannot need 21 people with 20 places"),
        ({"minimum_people": "9" * 10_000}, "minimum_people", "must be a whole number"),
        ({"minimum_people": "501"}, "minimum_people", "must be 500 or fewer"),
        ({"minimum_people": "\x00"}, "minimum_people", "must be a whole number"),
        ({"visibility": ""}, "visibility", "Select who may find and book it"),
        ({"visibility": "\x00"}, "visibility", "Select who may find and book it"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_on_both_pages(desk, different, field, message):
    session = SessionFactory(starts_at=timezone.now() + timedelta(days=9))
    for page in ("/manage/sessions/new/", f"/manage/sessions/{session.pk}/change/"):
        answer = desk.post(page, said(team_name="Kept") | different)
        assert answer.status_code == 422
        assert message in str(answer.context["form"].errors[field])
        assert 'value="Kept"' in answer.text
    assert Session.objects.count() == 1


def test_a_session_never_needs_more_people_than_it_has_places(coordinator, now):
    session = SessionFactory(capacity=10, minimum_people=8, starts_at=now + timedelta(days=9))
    for fields in ({"minimum_people": 11}, {"capacity": 7}):
        with pytest.raises(TooFewPlaces) as refused:
            scheduling.change(session=session, by=coordinator, now=now, **fields)
        assert refused.value.field == "minimum_people"
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.update(minimum_people=11)


def test_each_session_s_page_says_who_may_book_it_and_gives_the_address_to_pass_on(sessions, desk):
    html = {name: desk.get(f"/manage/sessions/{one.pk}/").text for name, one in sessions.items()}
    for name, words in (
        ("public", "Everybody:"),
        ("hidden", "it is in no list"),
        ("invitation", "private link"),
    ):
        assert words in html[name]
        address = f'/sessions/{sessions[name].pk}/"'
        assert ('href="http' in html[name] and address in html[name]) == (name != "invitation")
    table = b"".join(desk.get("/manage/sessions/?format=csv").streaming_content).decode()
    assert [words in table for words in ("Everybody", "Whoever has its address", "By invitation only")] == [
        True
    ] * 3


# --- The desk ---


def test_the_desk_names_one_under_its_own_minimum_from_three_weeks_before_whoever_may_book(desk, now):
    near, far = now + timedelta(days=20), now + timedelta(days=22)
    for visibility in Session.Visibility.values:
        few = SessionFactory(visibility=visibility, minimum_people=3, starts_at=near)
        BookingFactory(session=few)
    BookingFactory(session__minimum_people=1, session__starts_at=near)
    SessionFactory(minimum_people=3, starts_at=far)
    html = desk.get("/").text
    assert html.count("2 short") == 3
    assert html.count("1 of at least 3 booked") == html.count(" of at least ") == 3


@pytest.mark.parametrize("count", [1, 3, 25])
def test_lists_cost_the_same_however_many_there_are_of_each(desk, now, count, django_assert_num_queries):
    for visibility in Session.Visibility.values:
        SessionFactory.create_batch(
            count, visibility=visibility, minimum_people=2, starts_at=now + timedelta(days=9)
        )
    for client, page, queries in (
        (Client(), "/sessions/", 2),
        (desk, "/manage/sessions/", 5),
        (desk, "/", 12),
    ):
        with django_assert_num_queries(queries):
            assert client.get(page).status_code == 200
