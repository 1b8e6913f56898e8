"""Why somebody who is trained has never delivered: one reason each, the first that holds."""

from datetime import time, timedelta

import pytest

from courses.tests.factories import CourseFactory
from facilitators.cascade.people import cascade_of
from facilitators.cascade.tests.factories import A_DAY, delivered, trained, training
from facilitators.cascade.waiting import Why, counted, filtered, waiting
from facilitators.models import Availability, Leave, UsualPart
from facilitators.tests.factories import TUESDAY, SessionFactory, assigned

pytestmark = pytest.mark.django_db
NOW = TUESDAY
TODAY = NOW.date()


def whys():
    """{facilitator: (why, more)} of who never delivered."""
    found = waiting(cascade_of(CourseFactory()).people, NOW)
    return {one.person.held.facilitator: (one.why, one.more) for one in found}


def asked(one, state, *, day, part="lead", course=None):
    session = SessionFactory(course=course or CourseFactory(), starts_at=NOW + day * A_DAY)
    return assigned(one, session, part, state=state)


def away(one, first, last):
    days = {"starts_on": TODAY + first * A_DAY, "ends_on": TODAY + last * A_DAY}
    return Leave.objects.create(facilitator=one, said_by=one.user, said_at=NOW, **days)


def free(one, day, level="yes"):
    Availability.objects.create(facilitator=one, day=TODAY + day * A_DAY, part="morning", level=level)


def test_each_reason_is_found():
    left, promised, due, on_leave, offered, kept, shadow, no, back, silent, never = (
        trained(stage="shadowing" if n == 6 else "co_facilitator") for n in range(11)
    )
    left.left_on = TODAY
    left.save()
    asked(promised, "accepted", day=9)
    asked(due, "accepted", day=-1)
    away(on_leave, -3, 3)
    asked(offered, "offered", day=10)
    asked(kept, "held", day=11)
    for day, state in enumerate(("declined", "declined", "lapsed", "stood_down")):
        asked(no, state, day=20 + day)
    asked(back, "given_back", day=30, part="co_facilitator")
    free(silent, 3, level="no")
    free(never, 3)
    assert whys() == {
        left: (Why.LEFT, ""),
        promised: (Why.PROMISED, "On Thursday 22 January 2026"),
        due: (Why.PROMISED, "On Monday 12 January 2026: its register is not closed"),
        on_leave: (Why.AWAY, ""),
        offered: (Why.ASKED, ""),
        kept: (Why.ASKED, ""),
        shadow: (Why.ON_THE_WAY, "Shadowing so far"),
        no: (Why.DECLINED, "2 declined, 1 not answered, 1 stood down"),
        back: (Why.GIVEN_BACK, "1 given back"),
        silent: (Why.SILENT, "For 13 weeks, or since being trained"),
        never: (Why.NEVER_ASKED, "Has said when they are free"),
    }


def test_the_first_reason_that_holds_is_given():
    # given somebody of whom every reason holds, taken away one by one
    one = trained(stage="trained")
    leave = away(one, -3, 3)
    one.left_on = TODAY
    one.save()
    first = asked(one, "accepted", day=9)
    offer = asked(one, "offered", day=12)
    no = asked(one, "declined", day=15)
    back = asked(one, "given_back", day=18)
    held = one.accreditations.get()
    steps = [
        (Why.LEFT, lambda: type(one).objects.filter(pk=one.pk).update(left_on=None)),
        (Why.PROMISED, first.delete),
        (Why.AWAY, leave.delete),
        (Why.ASKED, offer.delete),
        (Why.ON_THE_WAY, lambda: type(held).objects.update(stage="lead")),
        (Why.DECLINED, no.delete),
        (Why.GIVEN_BACK, back.delete),
        (Why.SILENT, lambda: free(one, 1, "if_needed")),
    ]
    for why, ends in steps:
        assert whys()[one][0] == why
        ends()
    assert whys()[one][0] == Why.NEVER_ASKED
    assert [why for why, _ in steps] + [Why.NEVER_ASKED] == list(Why)


@pytest.mark.parametrize(
    ("trained_days_ago", "said_days_ago", "is_silent"),
    [(200, 90, False), (200, 92, True), (30, 30, False), (30, 31, True), (None, 90, False)],
)
def test_free_counts_from_thirteen_weeks_ago_or_since_they_were_trained(
    trained_days_ago, said_days_ago, is_silent
):
    one = trained(training(-trained_days_ago) if trained_days_ago else None)
    free(one, -said_days_ago)
    assert (whys()[one][0] == Why.SILENT) is is_silent


@pytest.mark.parametrize(("ends", "is_silent"), [(None, False), (-90, False), (-92, True)])
def test_a_usual_week_counts_while_it_holds(ends, is_silent):
    one = trained()
    UsualPart.objects.create(
        facilitator=one,
        weekday=1,
        part="morning",
        level="yes",
        starts_on=TODAY - timedelta(days=300),
        ends_on=ends and TODAY + ends * A_DAY,
    )
    assert (whys()[one][0] == Why.SILENT) is is_silent


def test_what_they_did_for_another_course_or_as_shadow_counts_nothing():
    one = trained()
    other = CourseFactory(code="other", name="Other")
    delivered(one, course=other)
    asked(one, "declined", day=5, course=other)
    asked(one, "accepted", day=9, part="shadow")
    assert whys() == {one: (Why.SILENT, "For 13 weeks, or since being trained")}


def test_who_delivered_is_not_in_it_and_the_longest_wait_comes_first():
    lead = trained(stage="trainer", user__name="Zoe")
    source, earlier = training(-20, lead), training(-70, lead)
    late, early = trained(source, user__name="Ann"), trained(earlier, user__name="Bob")
    delivered(lead)
    found = waiting(cascade_of(CourseFactory()).people, NOW + timedelta(hours=1))
    assert [(one.person.name, one.days) for one in found] == [(str(early), 70), (str(late), 20)]
    assert counted(found) == [(Why.SILENT, 2)]
    assert [one.person.name for one in filtered(found, q="an")] == ["Ann"]
    assert filtered(found, why=Why.LEFT) == []


def test_the_day_is_that_of_london():
    at = TUESDAY.replace(month=7, hour=23, minute=30)
    source = training(0)
    type(source).objects.filter(pk=source.pk).update(starts_at=at, ends_at=at + timedelta(hours=1))
    one = trained(source)
    one.accreditations.update(source=source)
    Availability.objects.create(facilitator=one, day=at.date(), part="evening", level="yes")
    now = at + timedelta(days=2)
    (found,) = waiting(cascade_of(CourseFactory()).people, now)
    assert at.time() == time(23, 30)
    # half past eleven in UTC is the next day in London, so what they said was of the day before
    assert (found.since, found.why) == (at.date() + A_DAY, Why.SILENT)
