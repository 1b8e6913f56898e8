"""How long a part took: noted by the coordinator, or by who did it where they look back; and summed on the
session's page."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from facilitators import timekeeping
from facilitators.models import TimeSpent
from facilitators.refusals import NotDone
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, ahead, assigned
from stepforward.audit.models import AuditEvent
from stepforward.testing import reading_as, signed_in_as

pytestmark = pytest.mark.django_db
SAID = {"preparing": "1:30", "travelling": "45 min", "delivering": "2"}


@pytest.fixture
def part(db):
    return assigned(FacilitatorFactory(), SessionFactory(state="open"))


def of(part):
    return f"/offers/{part.pk}/time/"


def note(part, **said):
    minutes = {"preparing": 1, "travelling": 2, "delivering": 3} | said
    now = part.session.ends_at
    return timekeeping.note(assignment=part, by=part.facilitator.user, now=now, **minutes)


def test_the_coordinator_notes_it_and_nobody_else(part, coordinator, dean, stranger):
    people = (coordinator, FacilitatorFactory().user, dean, stranger, None)
    assert [signed_in_as(user).get(of(part)).status_code for user in people] == [200, 403, 403, 404, 302]


def test_who_did_it_is_led_to_where_they_look_back_and_nothing_is_noted_here(part):
    client = signed_in_as(part.facilitator.user)
    for answer in (client.get(of(part)), client.post(of(part), SAID)):
        assert (answer.status_code, answer["location"]) == (302, f"/offers/{part.pk}/reflection/")
    assert not TimeSpent.objects.exists()


def test_delivering_begins_as_long_as_the_session_took(part, coordinator):
    assert 'value="2:00"' in reading_as(coordinator)(of(part))


def test_it_is_noted_and_summed_on_the_session_s_page(part, coordinator):
    # given two who delivered it
    other = assigned(FacilitatorFactory(), part.session, part="co_facilitator")
    answers = [
        signed_in_as(part.facilitator.user).post(f"/offers/{part.pk}/reflection/", SAID),
        signed_in_as(coordinator).post(of(other), {"delivering": "2"}),
    ]
    # then
    assert [answer.status_code for answer in answers] == [302, 302]
    text = reading_as(coordinator)(f"/manage/sessions/{part.session_id}/costs/")
    assert "<strong>6 hours 15 minutes</strong> in all, as 2 of 2 noted" in text
    own = reading_as(part.facilitator.user)(f"/manage/sessions/{part.session_id}/costs/")
    assert "6 hours 15 minutes" in own
    assert other.facilitator.user.name not in own


def test_noting_again_replaces_it_and_is_in_the_audit(part):
    note(part)
    note(part, preparing=9)
    assert TimeSpent.objects.get().minutes == 14
    assert AuditEvent.objects.filter(verb="time noted").count() == 2


@pytest.mark.parametrize("said", ["soon", "-1", "101 hours", "9" * 30, "a\x00b"])
def test_what_is_no_length_of_time_is_said_at_its_place(said, part, coordinator):
    answer = signed_in_as(coordinator).post(of(part), SAID | {"preparing": said})
    assert answer.status_code == 422
    assert not TimeSpent.objects.exists()


def test_a_session_to_come_or_a_part_not_taken_took_no_time(part):
    coming = assigned(FacilitatorFactory(), SessionFactory(starts_at=ahead()))
    with pytest.raises(NotDone, match="afterwards"):
        timekeeping.note(
            assignment=coming,
            by=coming.facilitator.user,
            now=coming.session.starts_at - timedelta(hours=1),
            preparing=1, travelling=1, delivering=1,
        )  # fmt: skip
    declined = assigned(FacilitatorFactory(), part.session, part="shadow", state="declined")
    with pytest.raises(NotDone):
        note(declined)
    assert signed_in_as(declined.facilitator.user).get(of(declined)).status_code == 404


def test_the_database_refuses_more_than_a_hundred_hours(part):
    with pytest.raises(IntegrityError), transaction.atomic():
        note(part, travelling=6001)


@pytest.mark.parametrize("n", [1, 3, 25])
def test_the_page_costs_the_same_however_many_took_part(n, coordinator, django_assert_num_queries):
    session = SessionFactory(state="open")
    for _ in range(n):
        note(assigned(FacilitatorFactory(), session, part="co_facilitator"))
    client = signed_in_as(coordinator)
    with django_assert_num_queries(9):  # as without a team, and one for the team's time
        client.get(f"/manage/sessions/{session.pk}/costs/")
