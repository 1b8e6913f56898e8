"""The pages of costs, for coordinators, a session's team, other facilitators and strangers."""

import pytest

from courses import costs, quotes
from courses.models import Cost, Quote
from courses.tests.factories import NOW
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, assigned
from stepforward.testing import person, reading_as, signed_in_as
from stepforward.ui.wording import today

pytestmark = pytest.mark.django_db
OWN = {"kind": "travel", "words": "Train", "pence": "£12.50"}


@pytest.fixture
def session(db):
    return SessionFactory(state="open")


@pytest.fixture
def member(session):
    """Somebody in the session's team."""
    facilitator = FacilitatorFactory()
    assigned(facilitator, session)
    return facilitator.user


def of(session):
    return f"/manage/sessions/{session.pk}/costs/"


def test_the_team_sees_costs_and_nobody_else_does(session, member, coordinator, dean, stranger):
    other = FacilitatorFactory().user
    people = (coordinator, member, other, dean, stranger, None)
    assert [signed_in_as(user).get(of(session)).status_code for user in people] == [
        200, 200, 403, 403, 404, 302,
    ]  # fmt: skip
    assert [signed_in_as(user).get("/manage/costs/").status_code for user in people] == [
        200, 403, 403, 403, 404, 302,
    ]  # fmt: skip


def test_who_shadows_tells_their_costs_too_but_gets_no_link_to_what_is_closed_to_them(session):
    shadow = FacilitatorFactory()
    assigned(shadow, session, part="shadow")
    text = reading_as(shadow.user)(of(session))
    assert "Did you pay for something?" in text
    assert f'href="/manage/sessions/{session.pk}/"' not in text


def test_a_facilitator_tells_what_they_paid_and_sees_what_they_are_owed(session, member):
    # given / when
    answer = signed_in_as(member).post(of(session), OWN)
    # then
    cost = Cost.objects.get()
    assert answer.status_code == 302
    assert (cost.pence, cost.paid_by, cost.payer, cost.paid_back_on) == (1250, "facilitator", member, None)
    assert "You are still owed" in reading_as(member)("/offers/")


def test_a_facilitator_cannot_say_that_somebody_else_paid_or_that_they_were_paid(session, member):
    said = OWN | {"paid_by": "host", "payer": "1", "paid_back_on_day": "1", "funded": "yes"}
    signed_in_as(member).post(of(session), said)
    cost = Cost.objects.get()
    assert (cost.paid_by, cost.payer, cost.paid_back_on, cost.funded) == ("facilitator", member, None, "")


def test_who_paid_is_named_to_coordinators_and_to_oneself_alone(session, member, coordinator):
    colleague = FacilitatorFactory()
    assigned(colleague, session, part="co_facilitator")
    costs.add(
        session=session, kind="travel", pence=100, paid_by="facilitator", payer=member, by=member, now=NOW
    )
    assert member.name in reading_as(coordinator)(of(session))
    assert "paid by you" in reading_as(member)(of(session))
    seen = reading_as(colleague.user)(of(session))
    assert "paid by a colleague" in seen
    assert member.name not in seen


def test_one_s_own_cost_is_changed_and_removed_until_it_is_paid_back(session, member, coordinator):
    client, other = signed_in_as(member), FacilitatorFactory().user
    client.post(of(session), OWN)
    cost = Cost.objects.get()
    path = f"/manage/costs/{cost.pk}/"
    assert [signed_in_as(user).get(path).status_code for user in (other, person(), None)] == [403, 404, 302]
    assert client.post(path, OWN | {"pence": "13"}).status_code == 302
    assert client.post(path + "paid-back/").status_code == 403
    signed_in_as(coordinator).post(path + "paid-back/")
    assert "Ask the coordinator" in client.post(path + "remove/", follow=True).content.decode()
    cost.refresh_from_db()
    assert (cost.pence, cost.paid_back_on) == (1300, today())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"pence": "12,50"}, "Enter an amount in pounds and pence"),
        ({"pence": "0"}, "£0.01 or more"),
        ({"kind": ""}, "Select what it was for"),
        ({"kind": "other", "words": ""}, "Say what it was"),
        ({"payer": "member"}, "choose above that a facilitator paid"),
        ({"funded_by": "HEE"}, "choose above that it was funded"),
        ({"paid_by": "facilitator", "paid_back_on_day": "1", "paid_back_on_month": "1", "paid_back_on_year": "2199"}, "in the past"),  # noqa: E501
        ({"words": "a\x00b"}, "What it was"),
        ({"words": "a" * 10_000}, "120 characters"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_at_its_place_and_loses_nothing(said, why, session, member, coordinator):
    said = OWN | {"funded_by": ""} | said
    said = {name: str(member.pk) if value == "member" else value for name, value in said.items()}
    answer = signed_in_as(coordinator).post(of(session), said)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert not Cost.objects.exists()


def test_the_coordinator_puts_everything_right(session, member, coordinator):
    cost = costs.add(session=session, kind="venue", pence=100, by=coordinator, now=NOW)
    said = {"kind": "other", "words": "Prizes", "pence": "£1,234.50", "paid_by": "facilitator"}
    said |= {"payer": member.pk, "funded": "yes", "funded_by": "NHS England"}
    signed_in_as(coordinator).post(f"/manage/costs/{cost.pk}/", said)
    cost.refresh_from_db()
    assert (cost.said_what, cost.pence, cost.payer, cost.funded_by) == (
        "Prizes", 123450, member, "NHS England",
    )  # fmt: skip


def test_the_list_answers_who_paid_and_has_not_got_it_back(session, member, coordinator):
    add = {"session": session, "by": coordinator, "now": NOW}
    costs.add(kind="travel", words="Train", pence=1250, paid_by="facilitator", payer=member, **add)
    costs.add(kind="venue", words="Room", pence=5000, paid_by="host", **add)
    get = reading_as(coordinator)
    everything, owed = get("/manage/costs/"), get("/manage/costs/?paid_by=owed")
    assert "<strong>£62.50</strong> in 2 costs" in everything
    assert "<strong>£12.50</strong> is still owed" in everything
    assert member.name in owed
    assert "Room" not in owed
    assert "Room" not in get("/manage/costs/?kind=travel")
    assert "No cost fits" in get("/manage/costs/?since=2030-01-01")
    lines = get("/manage/costs/?paid_by=owed&format=csv").splitlines()
    assert lines[1].split(",")[4:8] == ["Train", "12.50", '"A facilitator', ' out of pocket"']


def test_a_quote_is_kept_compared_and_removed(session, coordinator):
    client, path = signed_in_as(coordinator), f"/manage/courses/{session.course_id}/quotes/"
    said = {"offered_by": "Speak Up Ltd", "basis": "course", "pence": "1,250"}
    said |= {"offered_on_day": "1", "offered_on_month": "12", "offered_on_year": "2025"}
    assert client.post(path, said | {"pence": "a lot"}).status_code == 422
    client.post(path, said)
    costs.add(session=session, kind="venue", pence=25_000, by=coordinator, now=NOW)
    assert "The session cost £1,000 less." in client.get(of(session)).content.decode()
    client.post(f"{path}{Quote.objects.get().pk}/remove/")
    assert not Quote.objects.exists()


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_pages_cost_the_same_however_much_was_paid(
    n, session, member, coordinator, django_assert_num_queries
):
    for _ in range(n):
        add = {"session": session, "by": coordinator, "now": NOW, "kind": "travel", "pence": 100}
        costs.add(paid_by="facilitator", payer=member, **add)
        quotes.add(
            course=session.course, offered_by="X", offered_on=today(), basis="head", pence=1,
            by=coordinator, now=NOW,
        )  # fmt: skip
    client = signed_in_as(coordinator)
    with django_assert_num_queries(9):  # session, user, this, costs, attended, heads, quotes, payers, time
        client.get(of(session))
    with django_assert_num_queries(6):  # session, user, sums, kinds, count, page
        client.get("/manage/costs/")
    with django_assert_num_queries(5):  # session, user, course, count, page
        client.get(f"/manage/courses/{session.course_id}/quotes/")
