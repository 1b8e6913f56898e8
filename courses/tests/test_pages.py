"""The pages of those who plan and deliver: who may, what they cost, what is done on them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import Session
from courses.tests.factories import BookingFactory, CourseFactory, SessionFactory, TrainingRequestFactory
from stepforward.outbox.models import OutgoingEmail
from stepforward.testing import signed_in_as
from stepforward.ui.wording import today

ANONYMOUS = "anonymous"
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(coordinator, dean, programme_lead, stranger):
    return {
        "coordinator": coordinator,
        "dean": dean,
        "programme_lead": programme_lead,
        "stranger": stranger,
        ANONYMOUS: None,
    }


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


@pytest.fixture
def asked():
    return TrainingRequestFactory(asked_at=timezone.now() - timedelta(days=4))


@pytest.fixture
def session():
    return SessionFactory(starts_at=timezone.now() + timedelta(days=5))


@pytest.fixture
def begun():
    """Began an hour ago, with two people booked."""
    session = SessionFactory(starts_at=timezone.now() - timedelta(hours=1))
    BookingFactory.create_batch(2, session=session)
    return session


EXPECTED = {"coordinator": 200, "dean": 403, "programme_lead": 403, "stranger": 404, ANONYMOUS: 302}


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("requests", None),
        ("request_detail", "asked"),
        ("decline_request", "asked"),
        ("plan_for_request", "asked"),
        ("manage_sessions", None),
        ("new_session", None),
        ("manage_session", "session"),
        ("register", "session"),
    ],
)
def test_each_page_knows_whose_it_is(people, asked, session, name, of):
    things = {"asked": asked, "session": session}
    url = reverse(f"courses:{name}", args=[things[of].pk] if of else [])
    statuses = {who: signed_in_as(person).get(url).status_code for who, person in people.items()}
    assert statuses == EXPECTED


@pytest.mark.parametrize("name", ["take_request", "decline_request", "walk_in", "register", "cancel_booking"])
def test_no_deed_is_done_by_somebody_else(people, asked, begun, name):
    booking = begun.bookings.first()
    keys = {
        "take_request": [asked.pk],
        "decline_request": [asked.pk],
        "cancel_booking": [begun.pk, booking.pk],
    }
    url = reverse(f"courses:{name}", args=keys.get(name, [begun.pk]))
    data = {"reason": "No", "do": "close", f"came-{booking.pk}": "attended"}
    for who in ("dean", "programme_lead", "stranger", ANONYMOUS):
        assert signed_in_as(people[who]).post(url, data).status_code == EXPECTED[who]
    asked.refresh_from_db()
    booking.refresh_from_db()
    assert (asked.state, booking.state, booking.attendance) == ("new", "booked", "")


@pytest.mark.parametrize("name", ["take_request", "walk_in", "cancel_booking"])
def test_deeds_are_posts(desk, asked, begun, name):
    keys = {"take_request": [asked.pk], "cancel_booking": [begun.pk, begun.bookings.first().pk]}
    assert desk.get(reverse(f"courses:{name}", args=keys.get(name, [begun.pk]))).status_code == 405


def queries_of(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("count", [1, 3, 25])
def test_pages_cost_the_same_however_much_is_on_them(desk, count):
    soon = timezone.now() + timedelta(days=3)
    TrainingRequestFactory.create_batch(count)
    sessions = SessionFactory.create_batch(count, starts_at=soon)
    began = SessionFactory(starts_at=timezone.now() - timedelta(hours=1), capacity=60)
    for session in (sessions[0], began):
        BookingFactory.create_batch(count, session=session)
    for line in range(1, count + 1):
        BookingFactory(session=sessions[0], state="waiting", place_in_line=line)
    SessionFactory(request=TrainingRequestFactory(), starts_at=soon)
    costs = {
        "/requests/": 4,
        f"/requests/{TrainingRequestFactory().pk}/": 10,
        "/manage/sessions/": 5,
        f"/manage/sessions/{sessions[0].pk}/": 6,
        f"/manage/sessions/{began.pk}/register/": 7,
    }
    assert {url: queries_of(desk, url) for url in costs} == costs
    public = {"/sessions/": 2, f"/sessions/{sessions[0].pk}/": 2, f"/sessions/{sessions[0].pk}/book/": 2}
    public["/request/"] = 1
    assert {url: queries_of(Client(), url) for url in public} == public


def test_requests_come_oldest_first_with_their_days_and_can_be_searched(desk):
    for days, team in ((2, "Theatres"), (12, "Critical care"), (0, "Pharmacy")):
        TrainingRequestFactory(team=team, asked_at=timezone.now() - timedelta(days=days))
    TrainingRequestFactory(team="Old", state="withdrawn", answered_at=timezone.now())
    html = desk.get("/requests/").text
    order = [html.index(words) for words in ("Critical care", "12 days", "Theatres", ">2 days", "Pharmacy")]
    assert order == sorted(order)
    assert "Old," not in html
    assert "Old," in desk.get("/requests/?state=withdrawn&q=").text
    found = desk.get("/requests/?state=&q=thea").text
    assert "Theatres" in found
    assert "Pharmacy" not in found


def test_lists_can_be_taken_away_as_csv(desk, asked, session):
    asked.team = "=1+1"
    asked.save()
    requests = b"".join(desk.get("/requests/?state=waiting&format=csv").streaming_content).decode()
    assert "'=1+1" in requests
    sessions = b"".join(desk.get("/manage/sessions/?format=csv").streaming_content).decode()
    assert session.venue.name in sessions


def test_a_request_is_taken_planned_and_shown_with_its_session(desk, coordinator, asked):
    page = reverse("courses:request_detail", args=[asked.pk])
    assert "This request is yours now." in desk.post(f"{page}take/", follow=True).text
    CourseFactory()
    form = desk.get(f"{page}plan/").context["form"]
    assert (form["team_name"].value(), form["capacity"].value()) == (asked.team, 18)
    day = today() + timedelta(days=30)
    said = {"course": CourseFactory().pk, "starts": "1:30pm", "ends": "", "capacity": "18", "team_name": "T"}
    said["visibility"] = "public"
    said |= {f"day_{part}": getattr(day, part) for part in ("day", "month", "year")}
    response = desk.post(f"{page}plan/", said)
    session = Session.objects.get()
    assert response.url == reverse("courses:manage_session", args=[session.pk])
    assert (session.request, session.planned_by) == (asked, coordinator)
    assert session.ends_at - session.starts_at == timedelta(minutes=120)
    assert str(session.capacity) in desk.get(page).text


def test_a_bad_plan_keeps_what_was_typed(desk):
    day = today() - timedelta(days=1)
    said = {
        "course": CourseFactory().pk,
        "starts": "2pm",
        "ends": "1pm",
        "capacity": "0",
        "team_name": "Kept",
        "visibility": "everybody",
    }
    said |= {"online_link": "not a link"} | {
        f"day_{part}": getattr(day, part) for part in ("day", "month", "year")
    }
    response = desk.post("/manage/sessions/new/", said)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"day", "ends", "capacity", "online_link", "visibility"}
    assert 'value="Kept"' in response.text
    assert not Session.objects.exists()


def test_a_request_is_declined_with_a_reason_that_its_requester_reads(desk, asked):
    page = reverse("courses:decline_request", args=[asked.pk])
    assert desk.post(page, {"reason": " "}).status_code == 422
    assert "Declined." in desk.post(page, {"reason": "No room"}, follow=True).text
    assert "No room" in OutgoingEmail.objects.get().text
    again = desk.post(page, {"reason": "No room"})
    assert again.status_code == 422
    assert "not waiting any more" in again.text
    planned = desk.get(reverse("courses:plan_for_request", args=[asked.pk]), follow=True).text
    assert "This request was declined" in planned


def test_sessions_are_found_by_tab(desk, session, begun):
    off = SessionFactory(starts_at=session.starts_at, state="called_off", called_off_because="Snow")
    shown = {
        tab: {one.pk for one in desk.get(f"/manage/sessions/?tab={tab}").context["page"]}
        for tab in ("upcoming", "past", "called-off", "nonsense")
    }
    assert shown == {
        "upcoming": {session.pk},
        "past": {begun.pk},
        "called-off": {off.pk},
        "nonsense": {session.pk},
    }


def test_the_coordinator_cancels_for_somebody_who_phoned(desk, session):
    booking = BookingFactory(session=session)
    url = reverse("courses:cancel_booking", args=[session.pk, booking.pk])
    assert "is cancelled" in desk.post(url, follow=True).text
    assert "cancelled before" in desk.post(url, follow=True).text
    assert desk.post(reverse("courses:cancel_booking", args=[session.pk + 1, booking.pk])).status_code == 404


def test_the_register_saves_what_is_marked_and_closes_when_all_are(desk, begun):
    url = reverse("courses:register", args=[begun.pk])
    first, second = begun.bookings.order_by("pk")
    assert "Saved." in desk.post(url, {f"came-{first.pk}": "attended"}, follow=True).text
    early = desk.post(url, {"do": "close", f"came-{second.pk}": "maybe"})
    assert early.status_code == 409
    assert "1 person is not marked yet" in early.text
    desk.post(url, {"do": "close", f"came-{second.pk}": "absent"})
    begun.refresh_from_db()
    assert begun.state == "delivered"
    assert "The register is closed" in desk.get(url).text


def test_closing_too_early_loses_no_mark(desk, begun):
    url, first = reverse("courses:register", args=[begun.pk]), begun.bookings.first()
    response = desk.post(url, {"do": "close", f"came-{first.pk}": "attended"})
    assert response.status_code == 409
    first.refresh_from_db()
    assert first.attendance == "attended"


def test_before_the_doors_open_the_register_is_not_open(desk, session):
    url = reverse("courses:register", args=[session.pk])
    assert "The register opens half an hour before the session starts" in desk.get(url).text
    assert desk.post(url, {"do": "save"}).status_code == 409


def test_somebody_who_walks_in_is_added_and_a_bad_one_is_said_at_its_field(desk, begun):
    url = reverse("courses:walk_in", args=[begun.pk])
    said = {"name": "Wei", "email": "wei@nowhere.example", "organisation": "other", "staff_group": "01"}
    assert desk.post(url, said | {"email": "wei"}).status_code == 422
    assert "Wei is on the register" in desk.post(url, said, follow=True).text
    again = desk.post(url, said)
    assert again.status_code == 422
    assert "There is a booking with this email address already" in again.text


def test_the_desk_says_what_waits_and_what_is_missing(desk, asked, begun):
    begun.starts_at, begun.ends_at = (
        moment - timedelta(days=3) for moment in (begun.starts_at, begun.ends_at)
    )
    begun.save()
    SessionFactory(
        venue=None, state="planned", starts_at=timezone.now() + timedelta(days=6), team_name="Ward 9"
    )
    html = desk.get("/").text
    for words in (asked.team, "4 days", "Register of", "2 booked, nobody marked", "no place", "Ward 9"):
        assert words in html
