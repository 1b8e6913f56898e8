"""Becoming a facilitator: said, confirmed, talked about, offered a place, booked; and the pipeline of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses import emails as course_emails
from courses.models import Booking, Course
from courses.tests.factories import BookingFactory, CourseFactory
from facilitators.growing import interests
from facilitators.models import Interest
from facilitators.refusals import NotAFacilitatorCourse, NotInterested
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, accredited, ahead
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.sealing import unseal
from stepforward.people import links
from stepforward.testing import reading_as, signed_in_as

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Jo Brennan",
    "email": "jo@nowhere.example",
    "organisation": "other",
    "other_organisation": "St Elsewhere",
    "staff_group": "01",
    "why": "I liked it.",
}
SAY = "/become-a-facilitator/interested/"


@pytest.fixture
def training():
    course = Course.objects.create(code="facilitator-course", name="Facilitator course", minutes=360)
    course.makes_facilitators_of.add(CourseFactory())
    return SessionFactory(course=course, starts_at=ahead(30), state="open")


def interested(now=None, *, confirmed=True, email="jo@nowhere.example", **more):
    now = now or timezone.now()
    one = interests.say(came_by="page", name="Jo Brennan", email=email, now=now, **more)
    return interests.confirm(interest=one, now=now) if confirmed else one


def page_of(one):
    email = OutgoingEmail.objects.filter(about_id=str(one.pk), about="facilitators.Interest").latest("pk")
    address = unseal(email.sealed_links)["interest_link"]
    return "/become-a-facilitator/" + address.split("/become-a-facilitator/")[1]


def test_what_is_said_in_public_counts_once_it_is_confirmed_by_post(client, coordinator):
    assert client.post(SAY, SAID)["location"] == "/become-a-facilitator/thank-you/"
    one = Interest.objects.get()
    link = page_of(one)
    assert "Jo Brennan" not in reading_as(coordinator)("/facilitators/interest/")
    for _ in range(2):
        assert "Was it you?" in client.get(link).content.decode()
    assert Interest.objects.confirmed().count() == 0
    client.post(link, {"do": "confirm"})
    assert "Jo Brennan" in reading_as(coordinator)("/facilitators/interest/")
    # and saying it again makes no second one
    client.post(SAY, SAID | {"email": "JO@nowhere.example"})
    assert Interest.objects.count() == 1


def test_two_that_were_not_confirmed_become_one():
    first, second = interested(confirmed=False), interested(confirmed=False)
    for one in (first, second, first):
        interests.confirm(interest=one, now=timezone.now())
    assert Interest.objects.confirmed().count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "no address"},
        {"name": ""},
        {"name": "a\x00b"},
        {"why": "x" * 10_000},
        {"organisation": "9" * 25},
        {"staff_group": "zz"},
        {"other_organisation": ""},
    ],
)
def test_bad_words_are_said_at_their_place_and_nothing_is_lost(wrong, client):
    answer = client.post(SAY, SAID | wrong)
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)
    assert not Interest.objects.exists() and not OutgoingEmail.objects.exists()


def test_what_nobody_confirms_is_forgotten_after_two_weeks():
    now = timezone.now()
    interested(now - timedelta(days=15), confirmed=False)
    kept = interested(now - timedelta(days=15), email="kept@nowhere.example")
    assert interests.forget_unconfirmed(now=now) == 1
    assert list(Interest.objects.all()) == [kept]


def test_it_is_said_on_the_page_of_one_s_booking_without_confirming(client):
    place = BookingFactory(session=SessionFactory(starts_at=ahead(-2), state="open"), attendance="attended")
    token = links.issue(course_emails.BOOKING, place, expires_at=ahead(30))
    assert "Could you run it yourself?" in client.get(f"/bookings/{token}/").content.decode()
    assert client.get(f"/become-a-facilitator/booking/{token}/").status_code == 405
    client.post(f"/become-a-facilitator/booking/{token}/")
    one = Interest.objects.confirmed().get()
    assert (one.email, one.came_by) == (place.email, "booking")


def test_a_place_is_offered_and_taken_on_the_private_page(client, coordinator, training):
    one = interested()
    address = f"/facilitators/interest/{one.pk}/"
    desk = signed_in_as(coordinator)
    assert desk.post(address, {"do": "offer", "training": training.pk}).status_code == 302
    link = page_of(one)
    assert "Take the place" in client.get(link).content.decode()
    client.post(link, {"do": "take"})
    place = Booking.objects.get(session=training)
    assert (place.email, place.state) == (one.email, "booked")
    assert Interest.objects.with_standing().get().standing == "booked"
    assert "Nothing to do" in desk.get(address).content.decode()
    # and somebody who takes it twice has it once
    client.post(link, {"do": "take"})
    assert Booking.objects.count() == 1


def test_a_date_that_does_not_suit_goes_back_to_talking(client, training, coordinator):
    one = interested()
    interests.offer_place(interest=one, training=training, by=coordinator, now=timezone.now())
    client.post(page_of(one), {"do": "turn_down"})
    assert Interest.objects.get().stage == "talked"
    with pytest.raises(NotInterested):
        interests.take_place(interest=one, now=timezone.now())


def test_taking_it_back_and_taking_it_up_again(client, coordinator):
    one = interested()
    client.post(page_of(one), {"do": "take_back"})
    one.refresh_from_db()
    assert (one.stage, one.reason) == ("not_now", interests.TOOK_IT_BACK)
    desk = signed_in_as(coordinator)
    desk.post(f"/facilitators/interest/{one.pk}/", {"do": "again"})
    one.refresh_from_db()
    assert (one.stage, one.reason) == ("talked", "")


def test_only_a_facilitator_course_to_come_is_offered(training, coordinator):
    one, other = interested(), SessionFactory(starts_at=ahead(20), state="open")
    with pytest.raises(NotAFacilitatorCourse):
        interests.offer_place(interest=one, training=other, by=coordinator, now=timezone.now())


def test_who_facilitates_stands_as_trained():
    interested(email=accredited().user.email.upper())
    assert Interest.objects.with_standing().get().standing == "trained"
    assert not Interest.objects.waiting().exists()


@pytest.mark.parametrize(
    "said",
    [
        {"do": "offer"},
        {"do": "offer", "training": "9" * 25},
        {"do": "not_now", "reason": ""},
        {"do": "not_now", "reason": "a\x00b"},
        {"do": "talk", "note": "x" * 10_000},
    ],
)
def test_a_deed_badly_said_is_said_at_its_place(said, coordinator):
    one = interested()
    answer = signed_in_as(coordinator).post(f"/facilitators/interest/{one.pk}/", said)
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)
    one.refresh_from_db()
    assert one.stage == "new"


def test_the_pipeline_is_the_coordinator_s_filtered_and_exported(coordinator, dean, stranger, programme_lead):
    one = interested()
    for address in ("/facilitators/interest/", f"/facilitators/interest/{one.pk}/"):
        people = (coordinator, FacilitatorFactory().user, dean, programme_lead, stranger, None)
        assert [signed_in_as(user).get(address).status_code for user in people] == [
            200,
            403,
            403,
            403,
            404,
            302,
        ]
    client = signed_in_as(coordinator)
    for asked, found in (
        ("", 1),
        ("stage=new", 1),
        ("stage=trained", 0),
        ("stage=&q=brennan", 1),
        ("q=nobody", 0),
    ):
        rows = b"".join(client.get(f"/facilitators/interest/?{asked}&format=csv")).decode()
        assert rows.count("jo@nowhere.example") == found, asked
    assert client.get("/facilitators/interest/?stage=king&format=csv").status_code == 422


def test_the_desk_names_who_has_waited_too_long(coordinator):
    now = timezone.now()
    interested(now - timedelta(days=8), email="late@nowhere.example")
    interested(now - timedelta(days=2))
    text = reading_as(coordinator)("/")
    assert text.count('Answer<span class="nhsuk-u-visually-hidden">: Jo Brennan') == 1
    assert "8 days" in text


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_list_costs_the_same_for_many(n, coordinator, django_assert_num_queries):
    for k in range(n):
        interested(email=f"jo.{k}@nowhere.example")
    client = signed_in_as(coordinator)
    with django_assert_num_queries(4):
        client.get("/facilitators/interest/")
