"""Support: who may be whose supervisor or buddy, when the next talk is due, and who is reminded."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from facilitators.growing import leaving, reminding, supporting, talks
from facilitators.growing.supported import DUE, NEW, NOBODY, SUPPORTED, everybody
from facilitators.models import Supervision, Support
from facilitators.refusals import NoSupport, NotForYou, NotTalkedThen
from facilitators.tests.factories import FacilitatorFactory
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 6)
A_DAY = timedelta(days=1)


@pytest.fixture
def person():
    return FacilitatorFactory()


@pytest.fixture
def supervisor():
    return FacilitatorFactory()


def begin(facilitator, supporter, now, kind="supervisor", starts_on=TODAY, **more):
    more.setdefault("by", supporter.user)
    return supporting.begin(
        facilitator=facilitator, supporter=supporter, kind=kind, starts_on=starts_on, now=now, **more
    )


def talked(support, now, held_on=None, by=None, **more):
    return supporting.note_supervision(
        support=support,
        held_on=held_on or now.date(),
        by=by or support.by.user,
        now=now,
        **more,
    )


def due_on(support, today):
    return talks.timed(Support.objects.filter(pk=support.pk), today).get().due_on


def told(kind, about):
    emails = OutgoingEmail.objects.filter(kind=f"facilitators/{kind}", about_id=str(about.pk))
    return {email.to_email: email.text for email in emails}


def test_both_are_told_when_it_begins_and_when_it_ends(person, supervisor, coordinator, now):
    support = begin(person, supervisor, now, every_weeks=8, by=coordinator)
    begun = told("support_begun", support)
    since = "from Tuesday 6 January 2026. Please talk every 8 weeks."
    assert f"{supervisor} is your supervisor {since}" in begun[person.user.email]
    assert f"You are the supervisor of {person} {since}" in begun[supervisor.user.email]
    supporting.end(support=support, by=coordinator, now=now + 5 * A_DAY)
    assert len(told("support_ended", support)) == 2
    with pytest.raises(NoSupport, match="ended already"):
        supporting.end(support=support, by=coordinator, now=now + 6 * A_DAY)
    # and the next may begin on that very day
    begin(person, FacilitatorFactory(), now, starts_on=TODAY + 5 * A_DAY)


def test_what_has_not_begun_never_comes_about(person, supervisor, now):
    support = begin(person, supervisor, now, starts_on=TODAY + 9 * A_DAY)
    supporting.end(support=support, by=supervisor.user, now=now)
    support.refresh_from_db()
    assert support.ends_on == support.starts_on
    begin(person, supervisor, now)


def test_one_supervisor_at_a_time_and_buddies_once_either_way_round(person, supervisor, now):
    begin(person, supervisor, now)
    with pytest.raises(NoSupport, match="has a supervisor at that time"):
        begin(person, FacilitatorFactory(), now, starts_on=TODAY + 30 * A_DAY)
    begin(person, supervisor, now, kind="buddy")
    with pytest.raises(NoSupport, match="are buddies at that time already"):
        begin(supervisor, person, now, kind="buddy")
    begin(person, FacilitatorFactory(), now, kind="buddy")
    assert Support.objects.count() == 3


def test_nobody_supports_themselves_or_after_they_left(person, supervisor, now):
    with pytest.raises(NoSupport, match="nobody supports themselves"):
        begin(person, person, now)
    leaving.go(facilitator=supervisor, starts_on=TODAY, by=supervisor.user, now=now)
    with pytest.raises(NoSupport, match="has left the programme"):
        begin(person, supervisor, now)
    with pytest.raises(NoSupport, match="within two years"):
        begin(person, FacilitatorFactory(), now, starts_on=date(9999, 12, 31))


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "oneself"},
        {"ends_on": TODAY - A_DAY},
        {"every_weeks": None},
        {"every_weeks": 0},
        {"every_weeks": 53},
        {"kind": "buddy"},  # with weeks
        {"kind": "friend"},
        {"overlaps": True},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong, person, supervisor, now):
    if wrong.pop("overlaps", False):
        begin(person, FacilitatorFactory(), now)
    if wrong.get("by") == "oneself":
        wrong = {"by": person}
    said = {"facilitator": person, "by": supervisor, "kind": "supervisor", "every_weeks": 6} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.create(starts_on=TODAY, **said)


def test_the_next_talk_is_so_many_weeks_on_or_as_agreed(person, supervisor, now):
    support = begin(person, supervisor, now)
    assert due_on(support, TODAY) == TODAY + timedelta(weeks=6)
    talked(support, now + 20 * A_DAY)
    assert due_on(support, TODAY) == TODAY + timedelta(days=20, weeks=6)
    talked(support, now + 30 * A_DAY, next_on=TODAY + 44 * A_DAY)
    assert due_on(support, TODAY) == TODAY + 44 * A_DAY
    # and an older talk that is noted later changes nothing
    talked(support, now + 31 * A_DAY, held_on=TODAY + 2 * A_DAY)
    assert due_on(support, TODAY) == TODAY + 44 * A_DAY


def test_the_same_day_twice_is_once_with_the_later_agreement(person, supervisor, now):
    support = begin(person, supervisor, now)
    talked(support, now, next_on=TODAY + 9 * A_DAY)
    talked(support, now, by=person.user)
    assert Supervision.objects.get().next_on == TODAY + 9 * A_DAY
    talked(support, now, by=person.user, next_on=TODAY + 10 * A_DAY)
    noted = Supervision.objects.get()
    assert (noted.next_on, noted.noted_by) == (TODAY + 10 * A_DAY, supervisor.user)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"held_on": TODAY + A_DAY}, "held_on"),
        ({"held_on": TODAY - 11 * A_DAY}, "held_on"),
        ({"next_on": TODAY}, "next_on"),
        ({"next_on": date(9999, 12, 31)}, "next_on"),
    ],
)
def test_a_talk_is_on_a_day_that_can_be(said, field, person, supervisor, now):
    support = begin(person, supervisor, now, starts_on=TODAY - 10 * A_DAY)
    with pytest.raises(NotTalkedThen) as refused:
        talked(support, now, **said)
    assert refused.value.field == field


def test_the_two_and_the_coordinator_note_it_and_nobody_else(person, supervisor, coordinator, dean, now):
    support = begin(person, supervisor, now)
    for day, by in enumerate((person.user, supervisor.user, coordinator)):
        talked(support, now + day * A_DAY, by=by)
    for by in (dean, FacilitatorFactory().user):
        with pytest.raises(NotForYou):
            talked(support, now + 9 * A_DAY, by=by)
    buddies = begin(person, supervisor, now, kind="buddy")
    with pytest.raises(NoSupport):
        talked(buddies, now)
    assert Supervision.objects.count() == 3
    noted = AuditEvent.objects.filter(verb="supervision noted").first()
    assert set(noted.details) == {"held_on", "next_on"}


def test_a_day_is_london_s(person, supervisor):
    # given half past midnight in summer, when it is yesterday in UTC
    night = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    support = begin(person, supervisor, night, starts_on=date(2026, 6, 1))
    talked(support, night, held_on=date(2026, 7, 1))
    with pytest.raises(NotTalkedThen):
        talked(support, night - timedelta(hours=1), held_on=date(2026, 7, 1))


@pytest.mark.parametrize("away", ["person", "supervisor"])
def test_leave_of_either_pauses_it_and_it_is_due_on_the_first_day_back(away, person, supervisor, now):
    support = begin(person, supervisor, now, every_weeks=2)
    due = TODAY + timedelta(weeks=2)
    one = {"person": person, "supervisor": supervisor}[away]
    leaving.go(facilitator=one, starts_on=due - 3 * A_DAY, ends_on=due + 4 * A_DAY, by=one.user, now=now)
    assert due_on(support, TODAY) == due + 5 * A_DAY
    assert not talks.due(due + 4 * A_DAY).exists()
    assert talks.due(due + 5 * A_DAY).get() == support


def test_what_is_overdue_already_is_left_in_peace_while_somebody_is_away(person, supervisor, now):
    support = begin(person, supervisor, now, every_weeks=1)
    later = now + 9 * A_DAY
    leaving.go(
        facilitator=person, starts_on=later.date(), ends_on=later.date() + A_DAY, by=person.user, now=later
    )
    assert talks.due(TODAY + 8 * A_DAY).get() == support
    assert not talks.due(TODAY + 10 * A_DAY).exists()
    assert talks.due(TODAY + 11 * A_DAY).get().due_on == TODAY + 7 * A_DAY


def test_the_supervisor_is_reminded_once_for_each_due_date(person, supervisor, now):
    support = begin(person, supervisor, now, every_weeks=2)
    begin(person, FacilitatorFactory(), now, kind="buddy")
    due = now + timedelta(weeks=2)
    assert reminding.remind(now=due - A_DAY) == 0
    assert reminding.remind(now=due.replace(hour=7, minute=59)) == 0
    assert [reminding.remind(now=due), reminding.remind(now=due), reminding.remind(now=due + A_DAY)] == [
        1,
        0,
        0,
    ]
    assert list(told("supervision_due", support)) == [supervisor.user.email]
    # when they have talked the reminder that waits is taken back, and the next comes at the next date
    talked(support, due + A_DAY)
    assert OutgoingEmail.objects.get(kind="facilitators/supervision_due").state == "withdrawn"
    assert reminding.remind(now=due + timedelta(days=14)) == 0
    assert reminding.remind(now=due + timedelta(days=15)) == 1


def test_who_leaves_ends_it_and_the_other_needs_somebody_new(person, supervisor, now):
    supervised = begin(person, supervisor, now)
    buddy = FacilitatorFactory()
    paired = begin(supervisor, buddy, now, kind="buddy")
    later = now + 20 * A_DAY
    leaving.go(facilitator=supervisor, starts_on=later.date(), by=supervisor.user, now=later)
    for support, other in ((supervised, person), (paired, buddy)):
        support.refresh_from_db()
        assert support.ends_on == later.date()
        assert list(told("support_ended", support)) == [other.user.email]
    assert {one: one.rank for one in everybody(later.date())} == {person: NEW, buddy: NEW}
    # until somebody comes in their stead
    begin(person, buddy, later, starts_on=later.date())
    assert {one: one.rank for one in everybody(later.date())} == {person: SUPPORTED, buddy: NEW}


def test_everybody_stands_in_the_order_of_what_they_need(person, supervisor, now):
    begin(person, supervisor, now, every_weeks=1)
    alone, soon = FacilitatorFactory(), FacilitatorFactory()
    begin(soon, supervisor, now, every_weeks=4)
    FacilitatorFactory(left_on=TODAY)
    found = everybody(TODAY + timedelta(weeks=2))
    assert [(one, one.rank) for one in found] == [
        (person, DUE),
        *sorted([(supervisor, NOBODY), (alone, NOBODY)], key=lambda pair: pair[0].user.name),
        (soon, SUPPORTED),
    ]
    assert [one.facilitator for one in found[1].gives] == [person, soon]
