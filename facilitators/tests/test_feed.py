from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from facilitators import feeds
from facilitators.tests.factories import SessionFactory, accredited, assigned
from stepforward.testing import signed_in_as


@pytest.fixture
def facilitator(db):
    one = accredited()
    starts_at = (timezone.now() + timedelta(days=9)).replace(microsecond=0)
    assigned(one, SessionFactory(starts_at=starts_at))
    assigned(one, SessionFactory(starts_at=starts_at + timedelta(days=1)), state="offered")
    assigned(accredited(), SessionFactory(starts_at=starts_at))
    return one


def address_of(facilitator):
    address = feeds.renew(facilitator=facilitator, by=facilitator.user, now=timezone.now())
    return "/calendar/" + address.split("/calendar/")[1]


def test_the_feed_holds_ones_own_accepted_sessions_in_utc(client, facilitator):
    answer = client.get(address_of(facilitator))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    session = facilitator.assignments.get(state="accepted").session
    assert event["DTSTART"].dt == session.starts_at
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert event["UID"].startswith(f"session-{session.pk}-facilitator-{facilitator.pk}@")
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "private, no-cache"


def test_a_feed_that_has_not_changed_is_not_sent_again(client, facilitator):
    address = address_of(facilitator)
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again.content == b"" and again["ETag"] == first["ETag"]
    # when a session moves, its entry keeps its UID, and all of it is sent
    session = facilitator.assignments.get(state="accepted").session
    session.starts_at, session.sequence = session.starts_at - timedelta(hours=1), session.sequence + 1
    session.save()
    moved = client.get(address, headers={"if-none-match": first["ETag"]})
    assert moved.status_code == 200 and moved["ETag"] != first["ETag"]
    before, after = (Calendar.from_ical(one.content).walk("VEVENT")[0] for one in (first, moved))
    assert (before["UID"], int(before["SEQUENCE"]) + 1) == (after["UID"], int(after["SEQUENCE"]))


def test_a_new_link_stops_the_one_before_and_a_withdrawn_one_is_gone(client, facilitator):
    first, second = address_of(facilitator), address_of(facilitator)
    assert [client.get(each).status_code for each in (first, second)] == [404, 200]
    signed_in_as(facilitator.user).post(reverse("facilitators:withdraw_feed"))
    assert client.get(second).status_code == 404


def test_who_has_left_has_no_feed(client, facilitator):
    address = address_of(facilitator)
    facilitator.left_on = timezone.now().date()
    facilitator.save()
    assert client.get(address).status_code == 404


def test_the_page_shows_a_link_that_works_and_makes_none_by_being_looked_at(client, facilitator):
    mine = signed_in_as(facilitator.user)
    assert mine.get(reverse("facilitators:renew_feed")).status_code == 405
    text = mine.post(reverse("facilitators:renew_feed")).content.decode()
    path = "/calendar/" + text.split("/calendar/")[1].split('"')[0]
    assert client.get(path).status_code == 200
