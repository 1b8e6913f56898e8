"""When each wave is asked, whom, and how often: beat's questions at many moments."""

from datetime import timedelta

import pytest

from courses.models import Booking, Session
from courses.tests.factories import BookingFactory
from feedback import counting, inviting, rounds
from feedback.models import Invitation, Round, Wave
from feedback.tests.conftest import everybody, say, tokens_of
from feedback.tests.factories import SessionFactory
from stepforward.outbox.models import OutgoingEmail
from stepforward.ui.wording import civil_date, moment_of

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def coming(now):
    """A session in ten days with three people who booked long ago."""
    return planned(now, days=10)


def planned(now, *, days, people=3, state=Session.State.OPEN):
    session = SessionFactory(
        now=now, attended=0, starts_at=now + timedelta(days=days), state=state, delivered_at=None
    )
    session.bookings.all().delete()
    for number in range(people):
        BookingFactory(session=session, email=f"p{number}@nhs.example", booked_at=now - timedelta(days=9))
    return session


def sent(kind):
    return OutgoingEmail.objects.filter(kind=f"feedback/{kind}")


def came(session):
    session.bookings.update(attendance=Booking.Attendance.ATTENDED)


def test_before_is_asked_with_the_booking_and_once(coming, now):
    rounds.open_due(now=now)
    rounds.open_due(now=now + timedelta(minutes=1))
    found = Round.objects.get()
    assert (found.wave, found.closes_on) == (Wave.BEFORE, civil_date(coming.starts_at) + A_DAY)
    assert sent("asked_before").count() == 3
    # and who books later is asked then
    BookingFactory(session=coming, email="late@nhs.example", booked_at=now)
    rounds.open_due(now=now + timedelta(minutes=2))
    assert sent("asked_before").filter(to_email="late@nhs.example").count() == 1
    assert sent("asked_before").count() == 4


def test_after_opens_with_the_session_and_writes_in_the_evening(coming, now):
    rounds.open_due(now=coming.starts_at)
    assert Round.objects.filter(wave=Wave.AFTER).count() == 0  # nobody is in the room yet
    came(coming)
    rounds.open_due(now=coming.starts_at + timedelta(minutes=10))
    assert Round.objects.get(wave=Wave.AFTER).invitations.count() == 0
    evening = moment_of(civil_date(coming.ends_at)) + timedelta(hours=18)
    rounds.open_due(now=evening - timedelta(minutes=1))
    assert not sent("asked").exists()
    rounds.open_due(now=evening)
    assert sent("asked").count() == 3


def test_three_months_on_is_asked_by_day_of_whoever_came(now):
    session = SessionFactory(now=now, attended=2)
    then = session.ends_at + timedelta(days=91)
    rounds.open_due(now=then - timedelta(minutes=1))
    assert not Round.objects.filter(wave=Wave.THREE_MONTHS).exists()
    rounds.open_due(now=moment_of(civil_date(then) + A_DAY) + timedelta(hours=7))
    assert Round.objects.filter(wave=Wave.THREE_MONTHS).exists()
    assert not sent("asked_three_months").exists()
    rounds.open_due(now=moment_of(civil_date(then) + A_DAY) + timedelta(hours=8))
    assert sent("asked_three_months").count() == 2


@pytest.mark.parametrize("wave", [Wave.AFTER, Wave.THREE_MONTHS])
def test_who_has_not_answered_is_reminded_twice_and_never_again(now, wave):
    session = SessionFactory(now=now, attended=3)
    opened = rounds.open_round(session=session, wave=wave, now=now)
    say(everybody(opened)[0], [(2, 4)])
    kind = "reminded" if wave == Wave.AFTER else "reminded_three_months"
    reminded = []
    for day in range(20):
        inviting.remind_due(now=now + day * A_DAY)
        inviting.remind_due(now=now + day * A_DAY)
        reminded.append(sent(kind).count())
    first, second = (3, 10) if wave == Wave.AFTER else (7, 17)
    assert reminded == [0] * first + [2] * (second - first) + [4] * (20 - second)
    # each with a link of its own, and the first link still opens
    assert {one.links.count() for one in Invitation.objects.filter(used=False)} == {3}


def test_a_worker_that_was_away_sends_one_reminder_not_two(now):
    rounds.open_round(session=SessionFactory(now=now, attended=2), now=now)
    for minute in range(3):
        inviting.remind_due(now=now + timedelta(days=12, minutes=minute))
    assert sent("reminded").count() == 2


def test_nobody_is_reminded_at_night(now):
    rounds.open_round(session=SessionFactory(now=now, attended=2), now=now)
    inviting.remind_due(now=moment_of(civil_date(now) + 4 * A_DAY) + timedelta(hours=7, minutes=59))
    assert not sent("reminded").exists()


def test_before_has_one_reminder_two_days_ahead_for_who_booked_long_ago(coming, now):
    BookingFactory(session=coming, email="late@nhs.example", booked_at=coming.starts_at - A_DAY)
    rounds.open_due(now=now)
    for hours in (49, 48, 20):
        inviting.remind_due(now=coming.starts_at - timedelta(hours=hours))
    assert sorted(sent("reminded_before").values_list("to_email", flat=True)) == [
        f"p{number}@nhs.example" for number in range(3)
    ]


def test_a_round_before_moves_with_its_session(coming, now):
    rounds.open_due(now=now)
    Session.objects.filter(pk=coming.pk).update(
        starts_at=coming.starts_at + 7 * A_DAY, ends_at=coming.ends_at + 7 * A_DAY
    )
    rounds.open_due(now=now)
    assert Round.objects.get().closes_on == civil_date(coming.starts_at + 8 * A_DAY)


def test_a_called_off_session_asks_nobody_any_more(coming, now):
    rounds.open_due(now=now)
    coming.state, coming.called_off_because = Session.State.CALLED_OFF, "Ill"
    Session.objects.filter(pk=coming.pk).update(state="called_off", called_off_because="Ill")
    rounds.open_due(now=now + A_DAY)
    counting.count_due(now=now + A_DAY)
    assert Round.objects.get().closed
    assert not Invitation.objects.exists()


def test_who_cancels_is_not_asked_any_more(coming, now):
    rounds.open_due(now=now)
    coming.bookings.filter(email="p0@nhs.example").update(
        state="cancelled", ended_at=now, cancelled_because="work"
    )
    rounds.open_due(now=now)
    assert Invitation.objects.count() == 2


def test_when_everybody_has_answered_the_round_closes_at_the_end_of_the_day(now):
    found = rounds.open_round(session=SessionFactory(now=now, attended=2), now=now)
    for invitation in everybody(found):
        say(invitation, [(2, 4)])
    rounds.open_due(now=now + A_DAY)
    found.refresh_from_db()
    assert found.closes_on == civil_date(now) + 2 * A_DAY


def test_a_round_asks_all_over_again_only_once(now):
    found = rounds.open_round(session=SessionFactory(now=now, attended=2), now=now)
    assert len(tokens_of(found)) == 2
    inviting.invite(found=found, now=now)
    assert len(tokens_of(found)) == 2
