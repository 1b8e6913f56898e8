"""Every page of this floor, for each persona: who may, who is told no, who is told nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from courses.models import Session
from facilitators.models import Assignment, Facilitator
from facilitators.roster import roster
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned, busy_at, says
from stepforward.people.access import fetch
from stepforward.people.models import User
from stepforward.people.roles import Permission, Role
from stepforward.testing import person, signed_in_as

ANONYMOUS = "anonymous"


@pytest.fixture
def session(db):
    return SessionFactory(starts_at=ahead())


@pytest.fixture
def lead(session):
    """Who leads the session."""
    facilitator = accredited()
    assigned(facilitator, session, now=timezone.now())
    return facilitator


@pytest.fixture
def people(coordinator, dean, programme_lead, stranger, lead):
    return {
        "coordinator": coordinator,
        "dean": dean,
        "programme_lead": programme_lead,
        "stranger": stranger,
        "lead": lead.user,
        "another": accredited().user,
        ANONYMOUS: None,
    }


OWN = {"lead": 200, "another": 200, "coordinator": 403, "dean": 403, "programme_lead": 403, "stranger": 404}
DESK = {"coordinator": 200, "lead": 403, "another": 403, "dean": 403, "programme_lead": 403, "stranger": 404}


@pytest.mark.parametrize(
    ("name", "of", "expected"),
    [
        ("availability", None, OWN),
        ("usual_week", None, OWN),
        ("wishes", None, OWN),
        ("offers", None, OWN),
        ("roster", None, DESK),
        ("staff_session", "session", DESK),
        ("facilitator", "lead", DESK | {"lead": 200}),
    ],
)
def test_each_page_is_for_those_it_is_for(name, of, expected, people, session, lead):
    args = {"session": [session.pk], "lead": [lead.pk], None: []}[of]
    address = reverse(f"facilitators:{name}", args=args)
    got = {who: signed_in_as(user).get(address).status_code for who, user in people.items()}
    assert got == expected | {ANONYMOUS: 302}


def test_deeds_on_a_team_are_the_coordinators_and_are_posts(people, session, lead):
    assignment = session.assignments.get()
    for name, args in [
        ("offer", [session.pk]),
        ("confirm", [session.pk]),
        ("stand_down", [session.pk, assignment.pk]),
    ]:
        address = reverse(f"facilitators:{name}", args=args)
        assert signed_in_as(people["coordinator"]).get(address).status_code == 405
        for who, status in {
            "another": 403,
            "lead": 403,
            "dean": 403,
            "stranger": 404,
            ANONYMOUS: 302,
        }.items():
            assert signed_in_as(people[who]).post(address).status_code == status
    assignment.refresh_from_db()
    assert assignment.state == "accepted"


@pytest.mark.parametrize("permission", [Permission.KEEP_REGISTERS, Permission.READ_SESSION_FEEDBACK])
def test_who_delivers_a_session_holds_its_register_and_no_other(people, session, lead, permission):
    SessionFactory(starts_at=ahead(20))

    def reaches(who):
        user = people[who]
        try:
            return fetch(Session.objects, Session.objects.held_by(user, permission), user=user, pk=session.pk)
        except (PermissionDenied, Http404) as error:
            return type(error)

    assert reaches("lead") == session and reaches("coordinator") == session
    assert reaches("another") is PermissionDenied
    assert reaches("stranger") is Http404
    assert list(Session.objects.held_by(lead.user, permission)) == [session]


@pytest.mark.parametrize(
    ("part", "state"), [("shadow", "accepted"), ("lead", "offered"), ("lead", "declined")]
)
def test_who_only_watches_or_has_not_accepted_does_not_keep_the_register(session, part, state):
    one = accredited()
    assigned(one, session, part=part, state=state)
    assert not Session.objects.held_by(one.user, Permission.KEEP_REGISTERS).exists()


def test_who_has_left_reads_no_register_any_more(session, lead):
    register = reverse("courses:register", args=[session.pk])
    assert signed_in_as(lead.user).get(register).status_code == 200
    # somebody who left the programme is a colleague still; without a role they are a stranger
    Facilitator.objects.filter(pk=lead.pk).update(left_on=date(2026, 1, 1))
    assert signed_in_as(lead.user).get(register).status_code == 403
    Facilitator.objects.filter(pk=lead.pk).update(left_on=None)
    User.objects.filter(pk=lead.user_id).update(roles=[])
    assert signed_in_as(lead.user).get(register).status_code == 404


def test_one_answers_only_ones_own_offers(people, session):
    offered = assigned(accredited(), session, part="co_facilitator", state="offered", now=timezone.now())
    address = reverse("facilitators:answer", args=[offered.pk])
    assert signed_in_as(people["another"]).post(address, {"do": "accept"}).status_code == 404
    assert signed_in_as(people["coordinator"]).post(address, {"do": "accept"}).status_code == 403
    assert signed_in_as(people["another"]).get(address).status_code == 404
    assert signed_in_as(offered.facilitator.user).get(address).status_code == 200
    offered.refresh_from_db()
    assert offered.state == "offered"


def test_an_account_with_the_role_but_no_record_finds_nothing(db):
    assert signed_in_as(person(Role.FACILITATOR)).get("/availability/").status_code == 404


# --- What the pages cost: at most 12 queries for lists, 20 for details, the same at 1, 3 and 25 ---


def fill(people, session):
    """So many facilitators, each free, with one session behind them, one ahead and one offer."""
    for n in range(people):
        one = accredited(sessions_a_month=20)
        says(one, session.starts_at.date(), morning="yes", afternoon="yes")
        for days, state in [(-30 - n, "accepted"), (40 + n, "accepted"), (80 + n, "offered")]:
            assigned(one, SessionFactory(starts_at=ahead(days)), state=state, now=timezone.now())
    return one


@pytest.mark.parametrize("many", [1, 3, 25])
def test_the_roster_takes_the_same_queries_at_any_size(many, session, coordinator, django_assert_num_queries):
    fill(many, session)
    client = signed_in_as(coordinator)
    with django_assert_num_queries(7):
        assert client.get(reverse("facilitators:roster")).status_code == 200


@pytest.mark.parametrize("many", [1, 3, 25])
@pytest.mark.parametrize(
    ("name", "queries"), [("offers", 8), ("availability", 10), ("busy_calendars", 4), ("facilitator", 10)]
)
def test_a_facilitators_pages_take_the_same_queries_at_any_size(
    name, queries, many, session, django_assert_num_queries
):
    one = accredited(sessions_a_month=20)
    for n in range(many):
        says(one, (ahead(20) + timedelta(days=n)).date(), morning="yes", evening="no")
        busy_at(one, ahead(19 + n), hours=3, name=f"Rota {n}")
        for days, state in [(-30 - n, "accepted"), (90 + n, "accepted"), (150 + n, "offered")]:
            assigned(one, SessionFactory(starts_at=ahead(days)), state=state, now=timezone.now())
    client = signed_in_as(one.user)
    address = reverse(f"facilitators:{name}", args=[one.pk] if name == "facilitator" else [])
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


# --- The roster ---


def test_the_roster_is_filtered_and_taken_away_as_a_csv_without_formulas(coordinator, db):
    one, two = accredited("lead"), accredited("trained")
    one.user.name = "=HYPERLINK(1)"
    one.user.save()
    client = signed_in_as(coordinator)
    page = client.get("/facilitators/", {"stage": "lead"}).content.decode()
    assert "HYPERLINK" in page and str(two) not in page
    text = client.get("/facilitators/", {"format": "csv"}).getvalue().decode()
    assert "'=HYPERLINK" in text and str(two) in text
    assert client.get("/facilitators/", {"stage": "wizard"}).status_code == 422


def test_the_roster_says_when_somebody_is_free_next(coordinator, db):
    one = accredited()
    says(one, date(2020, 1, 1), morning="yes")
    says(one, (timezone.now() + timedelta(days=400)).date(), morning="yes")
    page = signed_in_as(coordinator).get("/facilitators/").content.decode()
    assert "9am" in page and "1 Jan</td>" not in page


def test_sessions_that_were_called_off_do_not_count(coordinator, db):
    one, now = accredited(), datetime(2026, 6, 1, tzinfo=UTC)
    assigned(one, SessionFactory(starts_at=now - timedelta(days=20)))
    assigned(one, SessionFactory(starts_at=now - timedelta(days=30), state="called_off"))
    assigned(one, SessionFactory(starts_at=now - timedelta(days=400)))
    assert roster(coordinator, now).get().sessions_lately == 1
    assert Assignment.objects.count() == 3
