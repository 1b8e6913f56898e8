"""The coordinator's venues: what is said of them, who may say it, and where new sessions may be held."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses import venues
from courses.forms.planning import ChangeSession, PlanSession, as_it_stands
from courses.models import Session, Venue
from courses.refusals import RoomTaken
from courses.tests.factories import NOW, SessionFactory, VenueFactory
from stepforward.audit.models import AuditEvent
from stepforward.people.roles import Role
from stepforward.testing import person, reading_as, signed_in_as

pytestmark = pytest.mark.django_db
NEW, LIST = reverse("courses:new_venue"), reverse("courses:venues")
FACTS = {"name": "Hall", "address": "1 High Street, Stockport", "postcode": "sk2 7je"}


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def page_of(venue, name="venue"):
    return reverse(f"courses:{name}", args=[venue.pk])


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


# --- Who may ---


def test_only_who_plans_sessions_keeps_the_venues(coordinator, dean, stranger):
    venue = VenueFactory()
    everybody = [coordinator, dean, person(Role.FACILITATOR), stranger, None]
    for page in (LIST, NEW, page_of(venue)):
        assert [signed_in_as(one).get(page).status_code for one in everybody] == [200, 403, 403, 404, 302]
    deeds = (NEW, page_of(venue), page_of(venue, "retire_venue"), page_of(venue, "use_venue_again"))
    for page in deeds:
        statuses = [signed_in_as(one).post(page, FACTS).status_code for one in everybody[1:]]
        assert statuses == [403, 403, 404, 302]
    assert list(Venue.objects.values_list("name", "retired_at")) == [(venue.name, None)]


def test_deeds_are_posts_and_what_is_not_there_is_not_found(desk):
    venue = VenueFactory()
    for name in ("retire_venue", "use_venue_again"):
        assert desk.get(page_of(venue, name)).status_code == 405
        assert desk.post(reverse(f"courses:{name}", args=[999999])).status_code == 404
    assert desk.get(reverse("courses:venue", args=[999999])).status_code == 404


# --- What is said ---


def test_what_is_said_is_kept_and_audited_by_name_of_the_field_alone(desk):
    notes = {"access_notes": "Ring at the side door.", "travel_notes": "Bus 192."}
    assert desk.post(NEW, FACTS | notes | {"capacity": "20", "one_room": "on"}).status_code == 302
    venue = Venue.objects.get()
    assert (venue.postcode, venue.capacity, venue.one_room, venue.travel_notes) == (
        "SK2 7JE",
        20,
        True,
        "Bus 192.",
    )
    assert desk.post(page_of(venue), FACTS | {"access_notes": "Lift."}).status_code == 302
    assert desk.post(page_of(venue), FACTS | {"access_notes": "Lift."}).status_code == 302
    assert verbs() == ["venue added", "venue changed"]
    fields = AuditEvent.objects.get(verb="venue changed").details["fields"]
    assert fields == ["access_notes", "capacity", "one_room", "travel_notes"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter the name of the venue"),
        ({"name": "a" * 10000}, "The name of the venue must be 120 characters or fewer"),
        ({"name": "a\0b"}, "The name of the venue"),
        ({"address": ""}, "Enter the address"),
        ({"postcode": "SK2"}, "Enter a full postcode in the United Kingdom, like SK2 7JE"),
        ({"postcode": "75001"}, "Enter a full postcode in the United Kingdom, like SK2 7JE"),
        ({"capacity": "0"}, "How many people it takes must be 1 or more"),
        ({"capacity": "99999999999999999999"}, "How many people it takes must be 2000 or fewer"),
        ({"capacity": "lots"}, "How many people it takes must be a whole number, like 20"),
        ({"access_notes": "a" * 2001}, "Getting in must be 2000 characters or fewer"),
        ({"travel_notes": "a\0b"}, "Getting there"),
        ({"organisation": "999999"}, "Select whose it is"),
        ({"organisation": "x"}, "Select whose it is"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_place_and_loses_nothing(desk, wrong, sentence):
    there = VenueFactory()
    for page in (NEW, page_of(there)):
        answer = desk.post(page, FACTS | {"access_notes": "Ring the bell."} | wrong)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in text and f'href="#id_{next(iter(wrong))}"' in text
        assert "access_notes" in wrong or "Ring the bell." in text
    assert Venue.objects.get() == there


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("http://maps.example/1", "The map link must begin with https://, because people open it"),
        ("ftp://maps.example/1", "The map link must begin with https://, because people open it"),
        ("javascript:alert(1)", "Enter a web address in the correct format"),
        ("https://", "Enter a web address in the correct format"),
    ],
)
@pytest.mark.parametrize("page", ["new", "there"])
def test_a_map_link_that_is_no_https_address_gets_a_sentence_at_its_place(page, link, sentence, desk):
    there = VenueFactory()
    answer = desk.post(NEW if page == "new" else page_of(there), FACTS | {"map_link": link})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count(sentence) == 2 and 'href="#id_map_link"' in text  # above the form, and at the field
    assert f'value="{link}"' in text and Venue.objects.get() == there


def test_a_map_link_without_its_beginning_is_taken_for_https(desk):
    desk.post(NEW, FACTS | {"map_link": "maps.example/1"})
    assert Venue.objects.get().map_link == "https://maps.example/1"


def test_there_is_one_venue_of_a_name_and_postcode(desk):
    there = VenueFactory(name="Hall", postcode="SK2 7JE")
    answer = desk.post(NEW, FACTS)
    assert answer.status_code == 422
    assert "There is a venue of this name with this postcode already." in answer.content.decode()
    other = VenueFactory(name="Annexe", postcode="SK2 7JE")
    assert desk.post(page_of(other), FACTS).status_code == 422
    assert desk.post(page_of(there), FACTS).status_code == 302


def test_access_notes_are_read_by_whoever_might_come(coordinator):
    venue = VenueFactory(access_notes="Ring at the side door.", travel_notes="Bus 192.")
    session = SessionFactory(venue=venue, starts_at=timezone.now() + timedelta(days=9))
    text = Client().get(reverse("courses:session", args=[session.pk])).content.decode()
    assert "Ring at the side door." in text and "Bus 192." in text
    assert "Ring at the side door." in reading_as(coordinator)(page_of(session, "manage_session"))


# --- The list ---


@pytest.mark.parametrize("count", [1, 3, 25])
def test_the_list_costs_four_queries_however_many_there_are(desk, count):
    for venue in VenueFactory.create_batch(count):
        SessionFactory(venue=venue, starts_at=timezone.now() + timedelta(days=9))
    with CaptureQueriesContext(connection) as queries:
        text = desk.get(LIST).content.decode()
    assert text.count("1 to come") == min(count, 25)
    assert len(queries) == 4


@pytest.mark.parametrize("count", [1, 3, 25])
def test_the_page_of_one_costs_six_queries_however_much_is_held_there(desk, count):
    venue = VenueFactory()
    SessionFactory.create_batch(count, venue=venue, starts_at=timezone.now() + timedelta(days=9))
    with CaptureQueriesContext(connection) as queries:
        desk.get(page_of(venue))
    assert len(queries) == 6


def test_the_list_is_filtered_and_its_files_hold_what_it_shows(desk):
    VenueFactory(name="Hall", travel_notes="=1+1")
    VenueFactory(name="Old Hall", retired_at=NOW)
    VenueFactory(name="Barn", address="2 Field Lane, Bury")
    read = lambda query: desk.get(f"{LIST}?{query}").content.decode()  # noqa: E731
    assert "Old Hall" not in read("") and "Old Hall" in read("state=retired") and "Barn" in read("state=all")
    assert "Barn" in read("q=bury") and "Hall" not in read("q=bury").split("</form>")[1]
    assert "No venue fits" in read("q=nowhere")
    assert desk.get(f"{LIST}?state=burnt").status_code == 422
    file = b"".join(desk.get(f"{LIST}?format=csv&q=hall").streaming_content).decode()
    assert "Hall" in file and "Old Hall" not in file and "Barn" not in file and "\n=1+1" not in file


# --- Retired, and used again ---


def test_a_retired_venue_takes_nothing_new_and_keeps_what_is_planned_there(desk):
    venue = VenueFactory()
    session = SessionFactory(venue=venue, starts_at=timezone.now() + timedelta(days=9))
    for _ in range(2):
        assert desk.post(page_of(venue, "retire_venue")).status_code == 302
    assert venue not in PlanSession().fields["venue"].queryset
    session.refresh_from_db()
    assert session.venue == venue
    for _ in range(2):
        desk.post(page_of(venue, "use_venue_again"))
    assert venue in PlanSession().fields["venue"].queryset
    assert verbs() == ["venue retired", "venue used again"]


def test_a_session_that_is_there_may_stay_in_a_retired_venue_when_something_else_changes():
    there, elsewhere = (SessionFactory(venue=VenueFactory(retired_at=NOW)) for _ in range(2))
    offered = ChangeSession(initial=as_it_stands(there)).fields["venue"].queryset
    assert there.venue in offered and elsewhere.venue not in offered


# --- One room ---


def test_one_room_from_now_on_settles_what_is_to_come_and_no_more_than_that(coordinator):
    venue = VenueFactory()
    past, coming = SessionFactory(venue=venue, starts_at=NOW - timedelta(days=9)), SessionFactory(venue=venue)
    venues.change(venue=venue, one_room=True, by=coordinator, now=NOW)
    assert dict(Session.objects.values_list("pk", "sole_use")) == {past.pk: False, coming.pk: True}
    venues.change(venue=venue, one_room=False, by=coordinator, now=NOW)
    assert not Session.objects.filter(sole_use=True).exists()


def test_two_sessions_to_come_that_share_it_are_in_the_way(coordinator, desk):
    venue = VenueFactory()
    SessionFactory.create_batch(2, venue=venue, starts_at=timezone.now() + timedelta(days=9))
    with pytest.raises(RoomTaken):
        venues.change(venue=venue, one_room=True, by=coordinator, now=timezone.now())
    answer = desk.post(page_of(venue), FACTS | {"one_room": "on"})
    assert answer.status_code == 422
    assert (
        "Two sessions to come are there at the same time. Move one of them first." in answer.content.decode()
    )
    venue.refresh_from_db()
    assert not venue.one_room
