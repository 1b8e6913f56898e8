"""Leave and leaving: what was promised is handed over or kept on purpose, and nobody is asked meanwhile."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from facilitators import feeds, staffing
from facilitators.growing import leaving
from facilitators.matching import candidates
from facilitators.models import Leave
from facilitators.refusals import NotThen, OnLeave, Undecided
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned, calendar_of, says
from stepforward.outbox.models import OutgoingEmail
from stepforward.people import links
from stepforward.testing import signed_in_as
from stepforward.ui.wording import civil_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def person():
    return accredited("lead")


@pytest.fixture
def part(person, now):
    """A session in ten days, which they lead."""
    return assigned(person, SessionFactory(starts_at=ahead(10)), now=now)


def away(person, now, first=8, last=12, **said):
    day = civil_date(now)
    ends_on = last and day + timedelta(days=last)
    by = said.pop("by", person.user)
    return leaving.go(
        facilitator=person, starts_on=day + timedelta(days=first), ends_on=ends_on, by=by, now=now, **said
    )


def test_what_was_promised_is_given_back_and_the_coordinator_finds_cover(person, part, now, coordinator):
    offer = staffing.offer(
        session=SessionFactory(starts_at=ahead(11)), facilitator=person, part="lead", by=None, now=now
    )
    with pytest.raises(Undecided):
        away(person, now, hand_over={part.pk})
    away(person, now, hand_over={part.pk, offer.pk})
    for one, state in ((part, "given_back"), (offer, "declined")):
        one.refresh_from_db()
        assert (one.state, one.reason) == (state, leaving.AWAY)
    page = signed_in_as(coordinator).get(f"/facilitators/{person.pk}/leave/").content.decode()
    assert page.count("Find cover") == 2 and f"/manage/sessions/{part.session_id}/team/" in page
    assert "2 sessions are handed over" in OutgoingEmail.objects.get(kind="facilitators/leave_said").text


def test_what_is_kept_on_purpose_stays(person, part, now):
    away(person, now, keep={part.pk})
    part.refresh_from_db()
    assert part.state == "accepted"


def test_sessions_before_and_after_are_nobody_s_concern(person, part, now):
    away(person, now, first=11, last=12)
    part.refresh_from_db()
    assert part.state == "accepted"


def test_nobody_is_asked_while_away_and_windows_come_back(person, now):
    session = SessionFactory(starts_at=ahead(10))
    says(person, session.starts_at.date(), afternoon="yes")
    leave = away(person, now)
    assert not person.windows.exists()
    assert [one.why for one in candidates(session, now)] == ["On leave then"]
    with pytest.raises(OnLeave, match="on leave until"):
        staffing.offer(session=session, facilitator=person, part="lead", by=None, now=now)
    leaving.come_back(leave=leave, by=person.user, now=now)
    assert person.windows.count() == 1
    assert (
        staffing.offer(session=session, facilitator=person, part="lead", by=None, now=now).state == "offered"
    )


def test_coming_back_early_ends_it_the_day_before(person, now):
    leave = away(person, now, first=0, last=30)
    later = now + timedelta(days=5)
    leaving.come_back(leave=leave, by=person.user, now=later)
    leave.refresh_from_db()
    assert leave.ends_on == civil_date(later) - timedelta(days=1)
    with pytest.raises(OnLeave, match="is over"):
        leaving.come_back(leave=leave, by=person.user, now=later)


def test_who_leaves_keeps_nothing_their_feed_stops_and_they_may_return(person, part, now):
    address = feeds.renew(facilitator=person, by=None, now=now)
    calendar_of(person)
    away(person, now, first=3, last=None, hand_over={part.pk}, keep={part.pk})
    part.refresh_from_db()
    assert part.state == "given_back"
    # given nothing else until the day has come
    assert leaving.retire_due(now=now) == 0
    later = now + timedelta(days=3)
    assert leaving.retire_due(now=later) == 1
    assert leaving.retire_due(now=later) == 0
    person.refresh_from_db()
    assert person.left_on == civil_date(later)
    assert not person.busy_calendars.exists()
    with pytest.raises(links.LinkUnusable):
        links.follow(feeds.FEED, address.rsplit("/", 1)[1].removesuffix(".ics"), now=later)
    leaving.come_back(leave=person.leaves.get(), by=person.user, now=later + timedelta(days=9))
    person.refresh_from_db()
    assert person.left_on is None and person.user.may("SAY_AVAILABILITY")


@pytest.mark.parametrize(("first", "last"), [(-1, 3), (5, 4), (900, None), (1, 999)])
def test_days_that_cannot_be_are_refused(first, last, person, now):
    with pytest.raises(NotThen):
        away(person, now, first=first, last=last)


def test_two_leaves_never_overlap_whatever_the_code_does(person, now):
    away(person, now)
    with pytest.raises(OnLeave):
        away(person, now, first=12, last=20)
    away(person, now, first=13, last=20)
    with pytest.raises(IntegrityError), transaction.atomic():
        Leave.objects.create(
            facilitator=person, starts_on=civil_date(now), ends_on=None, said_by=person.user, said_at=now
        )


# --- The page ---


def posted(now, first=8, last=12, **more):
    said = {"kind": "leave"}
    for name, days in (("starts_on", first), ("ends_on", last)):
        day = civil_date(now) + timedelta(days=days)
        said |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    return said | more


def test_it_is_theirs_and_the_coordinator_s(person, coordinator, dean, stranger):
    address = f"/facilitators/{person.pk}/leave/"
    people = (person.user, coordinator, accredited().user, dean, stranger, None)
    assert [signed_in_as(user).get(address).status_code for user in people] == [200, 200, 403, 403, 404, 302]


def test_the_page_lists_what_is_promised_then_does_it(person, part, now):
    client, address = signed_in_as(person.user), f"/facilitators/{person.pk}/leave/"
    shown = client.post(address, posted(now))
    assert shown.status_code == 200 and "Promised in that time" in shown.content.decode()
    assert not Leave.objects.exists()
    assert client.post(address, posted(now, do="go")).status_code == 422
    assert client.post(address, posted(now, do="go", **{f"part-{part.pk}": "keep"})).status_code == 302
    part.refresh_from_db()
    assert part.state == "accepted"
    leave = Leave.objects.get()
    back = f"{address}{leave.pk}/"
    assert signed_in_as(accredited().user).post(back).status_code == 403
    assert client.post(back).status_code == 302
    assert not Leave.objects.exists()
    assert client.post(back).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": ""},
        {"kind": "x"},
        {"starts_on_year": "9999"},
        {"starts_on_day": "a\x00"},
        {"ends_on_year": "1"},
        {"ends_on_day": "", "ends_on_month": "", "ends_on_year": ""},
        {"starts_on_year": "2020"},
    ],
)
def test_bad_days_are_said_at_their_place(wrong, person, now):
    answer = signed_in_as(person.user).post(f"/facilitators/{person.pk}/leave/", posted(now) | wrong)
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("n", [1, 3, 12])
def test_the_page_costs_the_same_however_much_is_promised(n, person, now, django_assert_num_queries):
    for k in range(n):
        assigned(person, SessionFactory(starts_at=ahead(10 + k)), now=now)
    client = signed_in_as(person.user)
    with django_assert_num_queries(9):
        client.post(f"/facilitators/{person.pk}/leave/", posted(now, last=40))
