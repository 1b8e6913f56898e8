"""Whoever delivers a session keeps its register in every way, and nobody from outside its team does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses import registers
from courses.headcounts import count_heads
from courses.models import UnmatchedCheckIn
from courses.tests.factories import BookingFactory, SessionFactory
from facilitators.tests.factories import accredited, assigned
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
KEEPERS = {"coordinator": True, "lead": True, "another": 403, "dean": 403, "stranger": 404, "anonymous": 302}


@pytest.fixture
def session():
    """It is on: one is booked, and one checked in whom nobody knows."""
    session = SessionFactory(starts_at=timezone.now() - timedelta(minutes=20))
    BookingFactory(session=session)
    UnmatchedCheckIn.objects.create(
        session=session, email="who@nowhere.example", checked_in_at=session.starts_at
    )
    return session


@pytest.fixture
def people(coordinator, dean, stranger, session):
    lead = accredited()
    assigned(lead, session, now=timezone.now() - timedelta(days=20))
    them = {"coordinator": coordinator, "dean": dean, "stranger": stranger, "anonymous": None}
    return them | {"lead": lead.user, "another": accredited().user}


@pytest.mark.parametrize(
    "name",
    ["register", "headcount", "stay", "check_in_screen", "settle_check_in", "paper_register_pdf"],
)
def test_the_pages_of_the_day_are_its_teams(people, session, name):
    more = {
        "stay": [session.bookings.get().pk],
        "settle_check_in": [session.unmatched_check_ins.get().pk],
    }
    url = reverse(f"courses:{name}", args=[session.pk, *more.get(name, [])])
    answers = {who: signed_in_as(user).get(url).status_code for who, user in people.items()}
    assert answers == {who: 200 if may is True else may for who, may in KEEPERS.items()}


@pytest.mark.parametrize("name", ["register_marks", "walk_in", "set_aside"])
def test_so_are_its_deeds(people, session, name):
    booking = session.bookings.get()
    url = reverse(f"courses:{name}", args=[session.pk])
    for who, may in KEEPERS.items():
        client = signed_in_as(people[who])
        answer = client.post(url, {f"came-{booking.pk}": "attended", "name": f"Wei of {who}"})
        assert answer.status_code == may or (may is True and answer.status_code in {200, 302}), who
    names = set(session.bookings.exclude(pk=booking.pk).values_list("name", flat=True))
    assert names <= {"Wei of coordinator", "Wei of lead"}


def test_a_closed_headcount_and_the_switch_are_the_coordinators(people, session):
    switch = reverse("courses:welcome_walk_ins", args=[session.pk])
    assert signed_in_as(people["lead"]).post(switch, {"welcome": "yes"}).status_code == 403
    session.unmatched_check_ins.all().delete()
    count_heads(session=session, heads={"": 8}, by=None, now=timezone.now())
    registers.close(session=session, names_taken=False, by=people["lead"], now=timezone.now())
    url = reverse("courses:headcount", args=[session.pk])
    answers = {who: signed_in_as(user).get(url).status_code for who, user in people.items()}
    assert answers == {
        "coordinator": 200,
        "lead": 403,
        "another": 403,
        "dean": 403,
        "stranger": 404,
        "anonymous": 302,
    }
