from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from facilitators import availability
from facilitators.availability import who_has_said
from facilitators.commitments import days_said
from facilitators.matching import candidates
from facilitators.models import UsualPart
from facilitators.saying import usual_week
from facilitators.saying.expanding import horizon, said_between
from facilitators.saying.undoing import undo
from facilitators.tests.factories import TUESDAY, FacilitatorFactory, SessionFactory, accredited, says
from stepforward.audit.models import AuditEvent

TODAY = date(2026, 1, 6)  # a Tuesday
A_WEEK = timedelta(weeks=1)


@pytest.fixture
def facilitator(db):
    return FacilitatorFactory()


def keep(facilitator, now, parts=None, starts_on=TODAY, ends_on=None):
    return usual_week.keep(
        facilitator=facilitator,
        parts=parts or {(1, "morning"): "yes", (3, "evening"): "if_needed"},
        starts_on=starts_on,
        ends_on=ends_on,
        by=facilitator.user,
        now=now,
    )


def weeks(facilitator):
    return [(one.starts_on, one.ends_on, one.parts) for one in usual_week.weeks_of(facilitator, TODAY)]


def windows(facilitator):
    return [(one.during.lower, one.during.upper, one.level) for one in facilitator.windows.order_by("during")]


def test_a_usual_week_is_free_in_every_week_up_to_the_horizon(facilitator, now):
    assert keep(facilitator, now)
    found = windows(facilitator)
    assert found[0] == (datetime(2026, 1, 6, 9, tzinfo=UTC), datetime(2026, 1, 6, 13, tzinfo=UTC), "yes")
    assert len(found) == 2 * 58
    last = horizon(TODAY)
    assert last.weekday() == 6 and found[-1][0].date() == last - timedelta(days=3)
    # in summer nine in London is eight in UTC
    assert {start.hour for start, _, level in found if level == "yes"} == {8, 9}


def test_saying_the_same_again_changes_nothing(facilitator, now):
    keep(facilitator, now)
    rows = list(UsualPart.objects.values())
    assert not keep(facilitator, now)
    assert list(UsualPart.objects.values()) == rows
    assert AuditEvent.objects.filter(verb="usual week said").count() == 1


def test_what_is_said_of_a_particular_day_wins_and_taking_it_back_brings_the_usual_back(facilitator, now):
    keep(facilitator, now)
    day = TODAY + A_WEEK
    says_no = {(day, "morning"): "no"}
    availability.say(facilitator=facilitator, said=says_no, by=facilitator.user)
    assert datetime(2026, 1, 13, 9, tzinfo=UTC) not in {start for start, _, _ in windows(facilitator)}
    assert said_between(facilitator, day, day) == says_no
    availability.say(facilitator=facilitator, said={(day, "morning"): None}, by=facilitator.user)
    assert datetime(2026, 1, 13, 9, tzinfo=UTC) in {start for start, _, _ in windows(facilitator)}


def test_a_week_for_some_dates_takes_the_place_of_the_other_for_these_dates_alone(facilitator, now):
    old, new = {(1, "morning"): "yes"}, {(1, "morning"): "no", (2, "evening"): "yes"}
    keep(facilitator, now, old)
    first, last = TODAY + 4 * A_WEEK, TODAY + 8 * A_WEEK
    keep(facilitator, now, new, first, last)
    assert weeks(facilitator) == [
        (TODAY, first - timedelta(days=1), old),
        (first, last, new),
        (last + timedelta(days=1), None, old),
    ]


def test_a_usual_week_never_reaches_back(facilitator, now):
    keep(facilitator, now, starts_on=TODAY - 10 * A_WEEK)
    assert weeks(facilitator)[0][0] == TODAY
    assert windows(facilitator)[0][0].date() == TODAY


def test_an_empty_week_takes_the_usual_away(facilitator, now):
    keep(facilitator, now)
    assert keep(facilitator, now, {(1, "morning"): None}, TODAY + A_WEEK)
    assert windows(facilitator)[-1][0].date() == TODAY + timedelta(days=2)


def test_each_change_can_be_undone_once(facilitator, now):
    def take_back():
        return undo(facilitator=facilitator, by=facilitator.user, now=now)

    assert not take_back()
    availability.say(
        facilitator=facilitator, said={(TODAY, "morning"): "no", (TODAY, "evening"): "yes"}, by=None
    )
    keep(facilitator, now, {(1, "morning"): "yes"})
    before = weeks(facilitator), windows(facilitator)
    keep(facilitator, now, {(4, "evening"): "no"}, TODAY + A_WEEK)
    assert take_back()
    assert (weeks(facilitator), windows(facilitator)) == before
    assert not take_back()
    availability.say(facilitator=facilitator, said={(TODAY, "morning"): None}, by=None)
    assert take_back()
    assert (weeks(facilitator), windows(facilitator)) == before


def test_undoing_leaves_days_that_are_over_as_they_are(facilitator, now):
    said = {(TODAY, "morning"): "no", (TODAY + A_WEEK, "morning"): "no"}
    availability.say(facilitator=facilitator, said=said, by=None)
    undo(facilitator=facilitator, by=None, now=now + timedelta(days=1))
    assert [row.day for row in facilitator.said.all()] == [TODAY]


def test_days_that_come_within_reach_follow_the_usual_week_by_themselves(facilitator, now):
    ended, gone = FacilitatorFactory(), FacilitatorFactory()
    keep(facilitator, now)
    keep(ended, now, ends_on=TODAY + A_WEEK)
    keep(gone, now)
    gone.left_on = TODAY
    gone.save(update_fields=["left_on"])
    assert usual_week.extend(now=now) == 0
    later = now + 3 * A_WEEK
    assert usual_week.extend(now=later) == 1
    assert usual_week.extend(now=later) == 0
    assert len(windows(facilitator)) == 2 * 61


def test_a_change_after_the_horizon_moved_reaches_as_far_as_the_new_one(facilitator, now):
    keep(facilitator, now)
    keep(facilitator, now + A_WEEK, {(1, "morning"): "no"}, TODAY + A_WEEK, TODAY + A_WEEK)
    assert windows(facilitator)[-1][0].date() == horizon(TODAY + A_WEEK) - timedelta(days=3)


def test_matching_the_desk_and_home_go_by_the_usual_week(db, now):
    session, one, out_of_reach = (
        SessionFactory(),
        accredited(),
        SessionFactory(starts_at=TUESDAY + 70 * A_WEEK),
    )
    keep(one, now, {(1, "afternoon"): "yes", (2, "morning"): "no"})
    (found,) = candidates(session, now)
    assert (found.level, found.why) == ("yes", "")
    (found,) = candidates(out_of_reach, now)
    assert found.why == "Has not said when they are free that day"
    assert days_said(one, now) == 8
    standing = who_has_said(now)
    assert (standing.said, standing.active) == (1, 1)
    says(one, TUESDAY.date(), afternoon="no")
    (found,) = candidates(session, now)
    assert found.why == "Said no"


def test_the_database_keeps_two_usual_weeks_apart(facilitator, now):
    keep(facilitator, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        facilitator.usual.create(weekday=1, part="morning", level="no", starts_on=TODAY + A_WEEK)
