"""The code in the room: of one session, good for its minute and the next, and not to be made up."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from courses import check_in_codes as codes
from courses.refusals import NotTheCode
from courses.tests.factories import NOW, SessionFactory

pytestmark = pytest.mark.django_db
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def session():
    """It begins in a quarter of an hour."""
    return SessionFactory(starts_at=NOW + 15 * MINUTE)


def refused(code, now, ask=codes.session_of):
    with pytest.raises(NotTheCode) as refused:
        ask(code, now)
    return refused.value.why


def test_a_code_is_good_in_its_minute_and_the_next_and_no_longer(session):
    code = codes.code_now(session, NOW)
    for later in (0 * SECOND, 59 * SECOND, 119 * SECOND):
        assert codes.session_of(code, NOW + later) == session
    assert "changes every minute" in refused(code, NOW + 2 * MINUTE)
    # nor is one of the next minute good already
    assert refused(codes.code_now(session, NOW + MINUTE), NOW)


def test_it_changes_every_minute_and_with_every_session(session):
    other = SessionFactory(starts_at=session.starts_at)
    shown = {codes.code_at(one.pk, minute) for one in (session, other) for minute in range(500)}
    assert len(shown) == 1000
    assert codes.session_of(codes.code_now(other, NOW), NOW) == other


def test_it_is_signed_with_the_sites_key(session, settings):
    code, slip = codes.code_now(session, NOW), codes.slip(session, NOW)
    settings.SECRET_KEY = "another key" * 6
    assert refused(code, NOW)
    assert refused(slip, NOW, codes.session_of_slip)


def test_it_is_typed_in_peoples_own_way(session):
    code = codes.code_now(session, NOW)
    loose = f" {code[:3].lower()}-{code[3:]} ".replace("0", "o").replace("1", "l")
    assert codes.session_of(loose, NOW) == session


@pytest.mark.parametrize("typed", ["", "ABC", "\0" * 6, "ÄÖÜßéé", "٣" * 6, "x" * 5000])
def test_what_is_no_code_gets_a_sentence(session, typed):
    assert "6 letters and numbers" in refused(typed, NOW)


def test_the_door_is_open_from_half_an_hour_before_until_the_end(session):
    def opens(now):
        try:
            return codes.session_of(codes.code_now(session, now), now) == session
        except NotTheCode:
            return False

    starts, ends = session.starts_at, session.ends_at
    moments = (starts - 30 * MINUTE - SECOND, starts - 30 * MINUTE, ends - SECOND, ends)
    assert [opens(moment) for moment in moments] == [False, True, True, False]


@pytest.mark.parametrize("state", ["planned", "delivered", "called_off"])
def test_only_an_open_session_has_a_code_that_opens(session, state):
    delivered = {"delivered_at": NOW} if state == "delivered" else {}
    off = {"called_off_because": "Snow"} if state == "called_off" else {}
    type(session).objects.update(state=state, **delivered, **off)
    assert refused(codes.code_now(session, NOW), NOW)


def test_a_page_opened_in_time_may_be_filled_in_for_five_minutes(session):
    slip = codes.slip(session, NOW)
    assert codes.session_of_slip(slip, NOW + 5 * MINUTE) == session
    assert refused(slip, NOW + 6 * MINUTE, codes.session_of_slip)
    assert refused(slip, NOW - MINUTE, codes.session_of_slip)


def test_a_slip_outlives_no_session(session):
    late = session.ends_at - SECOND
    assert "is over" in refused(codes.slip(session, late), session.ends_at, codes.session_of_slip)


@settings(deadline=None, max_examples=200)
@given(text=some.text(max_size=60) | some.from_regex(r"\d{1,30}-\d{1,30}-[0-9a-f]{64}", fullmatch=True))
def test_no_slip_can_be_made_up(text):
    refused(text, NOW, codes.session_of_slip)


def test_a_slip_of_one_session_opens_no_other(session):
    other = SessionFactory(starts_at=session.starts_at)
    slip = codes.slip(session, NOW).replace(f"{session.pk}-", f"{other.pk}-", 1)
    assert refused(slip, NOW, codes.session_of_slip)
