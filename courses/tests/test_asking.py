"""Asking for a course in public: what is checked, what is said, and the private page on which it stands."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses import emails, requests, scheduling
from courses.models import TrainingRequest
from courses.tests.factories import CourseFactory, TrainingRequestFactory, VenueFactory
from stepforward.outbox.models import OutgoingEmail
from stepforward.people import links
from stepforward.people.models import Organisation
from stepforward.ui.wording import today

pytestmark = pytest.mark.django_db


def date_of(name, day):
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def typed(**different):
    """What a good request posts, with what is `different`; dates are given as dates."""
    said = {
        "organisation": str(Organisation.objects.get(ods_code="RMC").pk),
        "team": "Theatres",
        "setting": "theatres",
        "people": "18",
        "staff_groups": ["01", "03"],
        "delivery": "in_person",
        "earliest": today() + timedelta(days=20),
        "latest": today() + timedelta(days=60),
        "weekdays": ["1", "3"],
        "day_parts": ["afternoon"],
        "focus": ["hierarchy"],
        "about": "Our audit day.\r\nEverybody is there.",
        "contact_name": "Jo Brennan",
        "contact_email": "jo@nowhere.example",
        "contact_phone": "",
    } | different
    for name in ("earliest", "latest"):
        day = said.pop(name)
        said |= date_of(name, day) if day else {}
    return said


def ask(**different):
    return Client().post("/request/", typed(**different))


def test_a_request_is_kept_acknowledged_and_shown_on_a_private_page():
    response = ask()
    asked = TrainingRequest.objects.get()
    assert (asked.team, asked.people, asked.weekdays, asked.state) == ("Theatres", 18, [1, 3], "new")
    assert asked.about == "Our audit day.\nEverybody is there."
    assert response.status_code == 302
    assert response.url.startswith("/request/")
    page = Client().get(response.url)
    assert "Where your request stands" in page.text
    assert page["Cache-Control"] == "no-store"
    email = OutgoingEmail.objects.get()
    assert (email.kind, email.to_email) == ("courses/request_received", "jo@nowhere.example")
    assert "/request/" not in email.text  # the token stands in no row


def test_an_organisation_that_is_not_in_the_list_is_written_out():
    ask(organisation="other", other_organisation="St Elsewhere Hospice")
    asked = TrainingRequest.objects.get()
    assert (asked.organisation, asked.other_organisation) == (None, "St Elsewhere Hospice")


def test_the_list_offers_the_organisations_of_today():
    html = Client().get("/request/").text
    select = html[html.index('name="organisation"') : html.index("</select>")]
    assert len(re.findall('<option value="[0-9]+"', select)) == 31
    assert "Southport and Ormskirk" not in select


@pytest.mark.parametrize(
    ("different", "field", "message"),
    [
        ({"organisation": ""}, "id_organisation", "Select your organisation"),
        ({"organisation": "999999"}, "id_organisation", "Select your organisation"),
        ({"organisation": "other"}, "id_other_organisation", "Enter the name of your organisation"),
        ({"team": ""}, "id_team", "Enter the team or department"),
        ({"team": "x" * 121}, "id_team", "The team or department must be 120 characters or fewer"),
        ({"people": "some"}, "id_people", "must be a whole number"),
        ({"people": "0"}, "id_people", "must be 1 or more"),
        ({"people": "99999999999"}, "id_people", "must be 1000 or fewer"),
        ({"setting": "moon"}, "id_setting_0", "Select where the team works"),
        ({"staff_groups": ["99"]}, "id_staff_groups_0", "Select"),
        ({"earliest": None}, "id_earliest_day", "Enter the earliest date"),
        ({"earliest": today() - timedelta(days=1)}, "id_earliest_day", "must be today or in the future"),
        (
            {"latest": today() + timedelta(days=19)},
            "id_latest_day",
            "must be the same as or after the earliest",
        ),
        ({"latest": today() + timedelta(days=1000)}, "id_latest_day", "within the next two years"),
        ({"latest_month": "13"}, "id_latest_day", "must be a real date"),
        ({"about": "x" * 2001}, "id_about", "must be 2000 characters or fewer"),
        ({"contact_email": "jo"}, "id_contact_email", "Enter an email address in the correct format"),
        ({"contact_email": "a" * 250 + "@x.example"}, "id_contact_email", "254 characters or fewer"),
        ({"contact_name": "\x00"}, "id_contact_name", "Your name must have only letters, numbers"),
        ({"website": "https://spam.example"}, "id_website", "This field must stay empty"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(different, field, message):
    said = typed(**{name: value for name, value in different.items() if name != "latest_month"})
    response = Client().post("/request/", said | different if "latest_month" in different else said)
    html = response.text
    assert response.status_code == 422
    assert re.search(rf'<a href="#{field}">[^<]*{re.escape(message)}', html), html[html.index("There is") :][
        :900
    ]
    assert 'value="Jo Brennan"' in html or "contact_name" in different
    assert "Our audit day." in html or "about" in different
    assert not TrainingRequest.objects.exists()


@pytest.fixture
def asked():
    return TrainingRequestFactory(asked_at=timezone.now() - timedelta(days=4))


def status_page(asked):
    return reverse("courses:request_status", args=[emails.request_token(asked)])


def test_the_page_tells_each_step_of_its_way(asked, coordinator):
    page = status_page(asked)
    assert Client().get(page).text.count("to come") == 3
    requests.take(request=asked, by=coordinator, now=timezone.now())
    assert f"{coordinator.name} works on it" in Client().get(page).text
    starts_at = timezone.now() + timedelta(days=30)
    session = scheduling.plan(
        course=CourseFactory(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        capacity=20,
        venue=VenueFactory(),
        request=asked,
        by=coordinator,
    )
    html = Client().get(page).text
    assert html.count("to come") == 1
    assert "Booking opens after that" in html
    scheduling.open_session(session=session, by=coordinator, now=timezone.now())
    html = Client().get(page).text
    assert "to come" not in html
    assert f"/sessions/{session.pk}/" in html


def test_withdrawing_is_asked_for_and_then_done_by_a_post(asked):
    page = status_page(asked) + "withdraw/"
    assert Client().get(page).status_code == 200
    asked.refresh_from_db()
    assert asked.state == "new"
    Client().post(page)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert "There is nothing to withdraw" in Client().get(page).text


@pytest.mark.parametrize("deed", ["unknown", "withdrawn", "expired"])
def test_a_link_that_cannot_be_used_says_so(asked, deed):
    token = "no-such-token"
    if deed == "expired":
        token = links.issue(emails.REQUEST, asked, expires_at=timezone.now())
    elif deed == "withdrawn":
        token = emails.request_token(asked)
        links.withdraw(emails.REQUEST, asked)
    for path in (f"/request/{token}/", f"/request/{token}/withdraw/"):
        response = Client().get(path)
        assert response.status_code == 404
        assert "This link cannot be used" in response.text
    assert Client().post(f"/request/{token}/withdraw/").status_code == 404
    asked.refresh_from_db()
    assert asked.state == "new"


def test_a_link_to_a_booking_opens_no_request(asked):
    token = links.issue(emails.BOOKING, asked, expires_at=timezone.now() + timedelta(days=1))
    assert Client().get(f"/request/{token}/").status_code == 404


def test_a_form_that_was_open_too_long_shows_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/request/", typed() | {"csrfmiddlewaretoken": signing.dumps("old")})
    assert response.status_code == 403
    assert "Our audit day." in response.text
