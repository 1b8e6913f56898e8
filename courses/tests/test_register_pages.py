"""The register's pages in the room: ticks saved one by one, walk-ins, stays, heads; for the team and the
coordinator alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses import registers
from courses.headcounts import count_heads
from courses.tests.factories import BookingFactory, SessionFactory
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def session():
    """Begun an hour ago, with two people booked."""
    session = SessionFactory(starts_at=timezone.now() - HOUR)
    for name in ("Amara Osei", "Zoë Łęcka"):
        BookingFactory(session=session, name=name)
    return session


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def page(session, name="register", *more):
    return reverse(f"courses:{name}", args=[session.pk, *more])


def people(session):
    return session.bookings.order_by("name")


def test_a_tap_is_saved_by_itself_and_answered_with_the_counts(desk, session):
    amara, zoe = people(session)
    answer = desk.post(page(session, "register_marks"), {f"came-{amara.pk}": "attended"})
    assert answer.json() == {"attended": 1, "absent": 0, "unmarked": 1}
    answer = desk.post(page(session, "register_marks"), {f"came-{zoe.pk}": "absent", "came-0": "attended"})
    assert answer.json() == {"attended": 1, "absent": 1, "unmarked": 0}


def test_a_tap_that_cannot_be_saved_is_told_why(desk, session):
    registers.mark(session=session, attended=[], by=None)
    registers.close(session=session, by=None, now=timezone.now())
    answer = desk.post(page(session, "register_marks"), {})
    assert (answer.status_code, answer.json()) == (409, {"why": "This register is closed."})


def test_an_old_page_does_not_undo_what_a_colleague_ticked(desk, session):
    # given a page opened before a colleague ticked Zoë
    amara, zoe = people(session)
    registers.mark(session=session, attended=[zoe], absent=[], by=None)
    # when it is saved with Zoë as she was
    said = {f"came-{amara.pk}": "attended", f"was-{amara.pk}": "", f"was-{zoe.pk}": "absent"}
    desk.post(page(session), said | {f"came-{zoe.pk}": "absent"})
    # then both were there
    assert [one.attendance for one in people(session)] == ["attended", "attended"]


def test_a_walk_in_needs_no_more_than_a_name(desk, session):
    answer = desk.post(page(session, "walk_in"), {"name": "Wei", "staff_group": "03"}, follow=True)
    assert "Wei is on the register" in answer.text
    again = desk.post(page(session, "walk_in"), {"name": "Wei"})
    assert (again.status_code, "somebody with this name" in again.text) == (422, True)
    assert desk.post(page(session, "walk_in"), {"name": "", "email": "x"}).status_code == 422


def test_late_and_early_are_said_in_peoples_own_way_and_shown(desk, session):
    # given a session in the afternoon
    starts = timezone.localtime().replace(hour=13, minute=0, second=0, microsecond=0) - timedelta(days=1)
    session.starts_at, session.ends_at = starts, starts + 2 * HOUR
    session.save()
    amara = people(session)[0]
    url = page(session, "stay", amara.pk)
    # when the times are typed without "pm", and without the boxes
    assert desk.post(url, {"arrived_at": "1:20", "left_at": "2.45pm"}).url.endswith(f"#person-{amara.pk}")
    # then the register says them
    text = desk.get(page(session)).text
    assert "came late, about 1:20pm" in text
    assert "left early, about 2:45pm" in text
    assert 'value="1:20pm"' in desk.get(url).text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"arrived_at": "quarter past"}, "must be a time"),
        ({"came_late": "on", "arrived_at": "6am"}, "within the session"),
        ({"arrived_at": "2pm", "left_at": "1:30pm"}, "left after they came"),
    ],
)
def test_a_time_that_cannot_be_is_said_at_its_field(desk, session, said, words):
    starts = timezone.localtime().replace(hour=13, minute=0) - timedelta(days=1)
    session.starts_at, session.ends_at = starts, starts + 2 * HOUR
    session.save()
    answer = desk.post(page(session, "stay", people(session)[0].pk), said)
    assert answer.status_code == 422
    assert words in answer.text


def test_heads_are_counted_and_the_register_says_how_many(desk, session):
    url = page(session, "headcount")
    assert desk.post(url, {"group_03": "5", "group_": "2"}, follow=True).status_code == 200
    text = desk.get(page(session)).text
    assert "<strong>7</strong> without a name" in text
    assert "Close it by the headcount alone" in text
    for wrong in ("many", "-1", "1001", "9" * 30, "1\0"):
        answer = desk.post(url, {"group_03": wrong})
        assert (answer.status_code, "Nursing and Midwifery Registered: " in answer.text) == (422, True)
    assert registers.heads(session) == 7


def test_a_register_is_closed_by_the_headcount_alone(desk, session):
    count_heads(session=session, heads={"": 9}, by=None, now=timezone.now())
    assert desk.post(page(session), {"do": "close"}).status_code == 409
    desk.post(page(session), {"do": "close-by-count"})
    session.refresh_from_db()
    assert session.state == "delivered"
    assert desk.get(page(session)).text.count("not marked") == 2


def test_who_left_no_address_gets_a_certificate_once_they_say_one(desk, session):
    walk_in = registers.add_walk_in(session=session, name="Wei", by=None, now=timezone.now())
    registers.mark(session=session, attended=[walk_in], by=None)
    registers.close(session=session, by=None, now=timezone.now())
    url = page(session, "correct_entry", walk_in.pk)
    taken = people(session)[0].email
    said = {"name": "Wei", "attended": "yes"}
    assert desk.post(url, said | {"email": taken}).status_code == 422
    assert "on its way" in desk.post(url, said | {"email": "wei@nowhere.example"}, follow=True).text
    assert 'name="email"' not in desk.get(url).text


def test_too_little_is_said_after_closing_too(desk, session):
    registers.mark(session=session, attended=list(people(session)), by=None)
    registers.close(session=session, by=None, now=timezone.now())
    amara = people(session)[0]
    desk.post(page(session, "correct_entry", amara.pk), {"name": amara.name, "attended": "little"})
    assert not amara.certificates.live().exists()
    assert "too little" in desk.get(page(session)).text


@pytest.mark.parametrize("name", ["register_marks", "headcount", "stay"])
def test_nobody_else_says_who_came(session, dean, programme_lead, stranger, name):
    more = [people(session)[0].pk] if name == "stay" else []
    url = page(session, name, *more)
    answers = [signed_in_as(who).post(url, {}).status_code for who in (dean, programme_lead, stranger, None)]
    assert answers == [403, 403, 404, 302]
    assert {one.attendance for one in people(session)} == {""}
