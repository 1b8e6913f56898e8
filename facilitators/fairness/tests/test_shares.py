"""What each carries and offered: every figure against a plain count, and London's weeks."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from courses.models.training_request import DayPart
from courses.tests.factories import CourseFactory, VenueFactory
from facilitators.fairness.periods import Period, Stretch, period_of
from facilitators.fairness.shares import DAYS_A_MONTH, Band, Share, shares
from facilitators.models import Availability, Leave, Level, TimeSpent, UsualPart
from facilitators.saying.expanding import said_between
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, accredited, assigned
from facilitators.travelling.towns import miles_between, town_in
from stepforward.ui.wording import civil_date, moment_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 8)  # ten days after the clocks went forward
NOW = datetime(2026, 4, 8, 11, tzinfo=UTC)
LATELY = period_of(Stretch.LATELY, TODAY)
TOWNS = ["Bolton", "Salford", "Kendal", "Atlantis", ""]


def one_of(found, facilitator):
    return next(one for one in found if one.facilitator == facilitator)


def did(facilitator, day, clock=time(13), *, hours=2, noted=None, now=NOW, **more):
    """A part in a session on that London day; `noted` are its minutes."""
    starts_at = moment_of(day, clock)
    session = more.pop("session", None) or SessionFactory(
        starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **more.pop("details", {})
    )
    part = assigned(facilitator, session, **more)
    if noted:
        preparing, travelling, delivering = noted
        TimeSpent.objects.create(
            assignment=part,
            preparing=preparing,
            travelling=travelling,
            delivering=delivering,
            noted_by=facilitator.user,
            noted_at=now,
        )
    return part


def says_usually(facilitator, weekday, part, level, starts_on, ends_on=None):
    UsualPart.objects.create(
        facilitator=facilitator, weekday=weekday, part=part, level=level, starts_on=starts_on, ends_on=ends_on
    )


def away(facilitator, first, last):
    Leave.objects.create(
        facilitator=facilitator, starts_on=first, ends_on=last, said_by=facilitator.user, said_at=NOW
    )


@pytest.mark.parametrize(
    ("stretch", "first", "last"),
    [
        (Stretch.LATELY, date(2026, 1, 12), date(2026, 4, 12)),
        (Stretch.YEAR, date(2025, 4, 14), date(2026, 4, 12)),
        (Stretch.AHEAD, date(2026, 4, 13), date(2026, 7, 12)),
    ],
)
def test_a_period_is_whole_weeks_and_none_is_in_two(stretch, first, last):
    assert period_of(stretch, TODAY) == Period(stretch, first, last)
    assert (first.weekday(), last.weekday()) == (0, 6)


def faculty_at_random(rng):
    """People with everything that counts, and some that does not."""
    days = [LATELY.first + timedelta(days=n) for n in range(-9, 100)]
    venues = [VenueFactory(name=town, address=f"1 High Street, {town}") for town in TOWNS[:4]]
    people = [
        FacilitatorFactory(
            base=rng.choice(TOWNS),
            sessions_a_month=rng.randint(0, 4),
            joined_on=rng.choice([date(2025, 9, 1), TODAY - timedelta(days=20)]),
        )
        for _ in range(12)
    ]
    for one in people:
        for weekday in rng.sample(range(7), 4):
            starts_on = rng.choice(days)
            ends_on = rng.choice([None, starts_on + timedelta(days=rng.randint(0, 60))])
            says_usually(
                one, weekday, rng.choice(DayPart.values), rng.choice(Level.values), starts_on, ends_on
            )
        said = {(rng.choice(days), rng.choice(DayPart.values)) for _ in range(40)}
        Availability.objects.bulk_create(
            Availability(facilitator=one, day=day, part=part, level=rng.choice(Level.values))
            for day, part in said
        )
        if rng.random() < 0.6:
            first = rng.choice(days)
            away(one, first, rng.choice([None, first + timedelta(days=rng.randint(0, 30))]))
        for day in rng.sample(days[::3], 12):
            part = did(
                one,
                day,
                rng.choice([time(0), time(9), time(13), time(23, 30)]),
                hours=rng.choice([1.5, 2, 7]),
                noted=rng.choice([None, (30, 60, 120)]),
                details={
                    "venue": rng.choice([None, *venues]),
                    "state": rng.choice(["planned", "planned", "called_off"]),
                },
                part=rng.choice(["co_facilitator", "shadow"]),
            )
            part.state = rng.choice(["accepted", "accepted", "accepted", "declined", "lapsed", "held"])
            part.answered_at = None if part.state == "held" else part.answered_at
            part.save()
    return people


def plain(facilitator):
    """The same, one thing after another in Python."""
    own = Share(facilitator)
    for part in facilitator.assignments.with_session():
        session = part.session
        if not LATELY.first <= civil_date(session.starts_at) <= LATELY.last:
            continue
        own.asked += part.state != "held"
        if part.state != "accepted" or session.state == "called_off":
            continue
        spent = getattr(part, "time_spent", None)
        own.sessions += 1
        own.ahead += session.starts_at > NOW
        own.noted += spent is not None
        took = (session.ends_at - session.starts_at).total_seconds() // 60
        own.minutes += spent.minutes if spent else int(took)
        if session.venue:
            miles = miles_between(facilitator.base, town_in(session.venue.address))
            own.miles += 2 * (miles or 0)
            own.unplaced += miles is None
    here = []
    leaves = list(facilitator.leaves.all())
    for n in range(91):
        day = LATELY.first + timedelta(days=n)
        gone = any(one.starts_on <= day and (one.ends_on is None or day <= one.ends_on) for one in leaves)
        if day >= facilitator.joined_on and not gone:
            here.append(day)
    said = said_between(facilitator, LATELY.first, LATELY.last)
    levels = [level for (day, _), level in said.items() if day in here]
    own.yes, own.if_needed = levels.count(Level.YES), levels.count(Level.IF_NEEDED)
    own.cap = round(facilitator.sessions_a_month * len(here) / DAYS_A_MONTH, 1)
    return own


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_is_that_of_a_plain_count(seed):
    people = faculty_at_random(random.Random(seed))
    found = {one.facilitator: one for one in shares(LATELY, NOW)}
    assert found == {one: plain(one) for one in people}
    assert sum(one.sessions for one in found.values()) > 20
    assert any(one.unplaced for one in found.values()) and any(one.ahead for one in found.values())


def test_a_week_begins_at_london_s_midnight_on_both_sides_of_the_clock_change():
    one, other = FacilitatorFactory(), FacilitatorFactory()
    # Sunday 29 March 2026 has 23 hours: its last half hour, and the first of the Monday
    did(one, date(2026, 3, 29), time(23, 30), hours=0.5)
    did(other, date(2026, 3, 30), time(0), hours=0.5)
    before = Period(Stretch.LATELY, date(2026, 3, 23), date(2026, 3, 29))
    after = Period(Stretch.LATELY, date(2026, 3, 30), date(2026, 4, 5))
    assert [share.sessions for share in shares(before, NOW)] == [1, 0]
    assert [share.sessions for share in shares(after, NOW)] == [0, 1]
    # and a session through the skipped hour is as long as it really was
    did(one, date(2026, 3, 28), time(23), hours=4)
    assert shares(before, NOW)[0].hours == 4.5


def test_who_has_left_is_not_counted_and_a_course_has_its_own():
    course, other = CourseFactory(), CourseFactory(code="other", name="Other")
    one = accredited(course=course)
    accredited(course=other)
    FacilitatorFactory(left_on=TODAY)
    did(one, date(2026, 4, 1), details={"course": course})
    did(one, date(2026, 4, 2), details={"course": other})
    assert [share.sessions for share in shares(LATELY, NOW)] == [2, 0]
    assert [share.sessions for share in shares(LATELY, NOW, course=course)] == [1]


@pytest.mark.parametrize(
    ("figures", "band"),
    [
        ({"yes": 9, "cap": 6.0}, Band.NOT_ASKED),
        ({"yes": 9, "cap": 6.0, "asked": 2}, Band.DID_NONE),
        ({"yes": 0, "cap": 6.0}, Band.NO_OFFER),
        ({"yes": 9, "cap": 0.0}, Band.NO_OFFER),
        ({"yes": 9, "cap": 6.0, "sessions": 3}, Band.PART),
        ({"yes": 9, "cap": 6.0, "sessions": 4}, Band.MOST),
        ({"yes": 9, "cap": 6.0, "sessions": 6}, Band.MOST),
        ({"if_needed": 3, "cap": 6.0, "sessions": 4}, Band.OVER),
        ({"cap": 6.0, "sessions": 1}, Band.OVER),
    ],
)
def test_bands_go_by_what_was_offered(figures, band):
    assert Share(None, **figures).band == band


@pytest.mark.parametrize("n", [1, 3, 25])
def test_it_costs_the_same_for_many(n, django_assert_num_queries):
    for k in range(n):
        one = FacilitatorFactory()
        did(one, TODAY - timedelta(days=k), details={"venue": VenueFactory(name=f"Venue {k}")})
        away(one, TODAY, TODAY)
    with django_assert_num_queries(5):
        assert len(shares(LATELY, NOW)) == n
