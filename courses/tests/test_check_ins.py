"""People in the room say themselves that they are there; the team has the last word."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses import check_in_codes, check_ins, emails, registers
from courses.models import UnmatchedCheckIn
from courses.refusals import AlreadyBooked, NotOpenToChange, NotThere, NotWelcome
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.people.models import Organisation
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def booking():
    return BookingFactory(session=SessionFactory(starts_at=NOW + 10 * MINUTE), email="zoe@nowhere.example")


def now_of(booking):
    booking.refresh_from_db()
    return booking.attendance, booking.checked_in_at


# --- What is recorded ---


def test_who_says_so_is_there_from_the_first_time(booking):
    for later in (0, 1):
        check_ins.say_here(session=booking.session, email="ZOE@nowhere.example", now=NOW + later * MINUTE)
    assert now_of(booking) == ("attended", NOW)
    assert AuditEvent.objects.filter(verb="checked in").count() == 1


def test_the_team_overrules_it_and_saying_it_again_does_not_overrule_the_team(booking, coordinator):
    check_ins.say_here(session=booking.session, email=booking.email, now=NOW)
    registers.mark(session=booking.session, attended=[], absent=[booking], by=coordinator, now=NOW)
    check_ins.say_here(session=booking.session, email=booking.email, now=NOW)
    assert now_of(booking) == ("absent", NOW)


def test_who_was_marked_absent_and_then_checks_in_stays_for_the_team_to_say(booking, coordinator):
    registers.mark(session=booking.session, attended=[], absent=[booking], by=coordinator, now=NOW)
    check_ins.say_here(session=booking.session, email=booking.email, now=NOW)
    assert now_of(booking) == ("absent", NOW)


def test_an_address_that_nobody_booked_with_waits_for_the_team_once(booking):
    for email in ("who@nowhere.example", "WHO@nowhere.example"):
        check_ins.say_here(session=booking.session, email=email, now=NOW)
    assert booking.session.unmatched_check_ins.get().email == "who@nowhere.example"
    assert now_of(booking) == ("", None)


def test_a_flood_of_made_up_addresses_ends_somewhere(booking, monkeypatch):
    monkeypatch.setattr(check_ins, "MOST_UNMATCHED", 3)
    for n in range(5):
        check_ins.say_here(session=booking.session, email=f"{n}@nowhere.example", now=NOW)
    assert booking.session.unmatched_check_ins.count() == 3


def test_nobody_adds_themselves_unless_the_coordinator_lets_them(booking, coordinator):
    said = {"session": booking.session, "name": "Wei", "email": "wei@nowhere.example", "now": NOW}
    with pytest.raises(NotWelcome):
        check_ins.add_oneself(**said)
    check_ins.welcome_walk_ins(session=booking.session, welcome=True, by=coordinator)
    check_ins.say_here(session=booking.session, email=said["email"], now=NOW)
    check_ins.add_oneself(**said)
    added = booking.session.bookings.get(name="Wei")
    assert (added.attendance, added.checked_in_at, added.added_themselves) == ("attended", NOW, True)
    assert not UnmatchedCheckIn.objects.exists()


def test_who_has_a_booking_and_adds_themselves_checks_in_and_keeps_their_name(booking, coordinator):
    check_ins.welcome_walk_ins(session=booking.session, welcome=True, by=coordinator)
    check_ins.add_oneself(session=booking.session, name="Somebody else", email=booking.email, now=NOW)
    assert now_of(booking) == ("attended", NOW)
    assert [one.name for one in booking.session.bookings.all()] == [booking.name]


def test_the_team_says_whose_check_in_it_is(booking, coordinator):
    check_ins.say_here(session=booking.session, email="private@nowhere.example", now=NOW)
    check_in = booking.session.unmatched_check_ins.get()
    check_ins.settle_as_booked(check_in=check_in, booking=booking, by=coordinator, now=NOW + MINUTE)
    assert now_of(booking) == ("attended", NOW)
    assert not UnmatchedCheckIn.objects.exists()


def test_or_that_it_is_somebody_without_a_booking(booking, coordinator):
    check_ins.say_here(session=booking.session, email="wei@nowhere.example", now=NOW)
    check_in = booking.session.unmatched_check_ins.get()
    said = {"check_in": check_in, "name": "Wei", "by": coordinator, "now": NOW + MINUTE}
    added = check_ins.settle_as_walk_in(**said)
    assert (added.email, added.checked_in_at, added.added_themselves) == (check_in.email, NOW, False)
    assert not UnmatchedCheckIn.objects.exists()
    with pytest.raises(AlreadyBooked):
        check_ins.settle_as_walk_in(**said)


def test_a_register_with_check_ins_to_settle_is_not_closed(booking, coordinator):
    session = booking.session
    check_ins.say_here(session=session, email=booking.email, now=NOW)
    check_ins.say_here(session=session, email="who@nowhere.example", now=NOW)
    with pytest.raises(registers.NotMarked, match="1 check-in is"):
        registers.close(session=session, by=coordinator, now=session.starts_at)
    gone = check_ins.set_aside(
        session=session, check_ins=session.unmatched_check_ins.all(), by=coordinator, now=NOW
    )
    assert gone == 1
    registers.close(session=session, by=coordinator, now=session.starts_at)
    with pytest.raises(NotOpenToChange):
        check_ins.say_here(session=session, email="late@nowhere.example", now=session.starts_at)


def test_the_code_of_another_session_says_nothing_of_this_one(booking):
    other = SessionFactory(starts_at=booking.session.starts_at)
    with pytest.raises(NotThere, match="another session"):
        check_ins.say_booked_here(booking=booking, code=check_in_codes.code_now(other, NOW), now=NOW)
    check_ins.say_booked_here(booking=booking, code=check_in_codes.code_now(booking.session, NOW), now=NOW)
    assert now_of(booking) == ("attended", NOW)


# --- The pages behind the code ---


@pytest.fixture
def on():
    """A session that is on, with Zoë booked."""
    cache.clear()
    session = SessionFactory(starts_at=timezone.now() - 10 * MINUTE)
    BookingFactory(session=session, name="Zoë Łęcka", email="zoe@nowhere.example")
    return session


def address(session, ago=timedelta()):
    return reverse("courses:check_in", args=[check_in_codes.code_now(session, timezone.now() - ago)])


def slip_in(page):
    return page.text.split('name="slip" value="')[1].split('"')[0]


def say(url, email, **more):
    visitor = Client()
    slip = slip_in(visitor.get(url))
    return visitor.post(url, {"slip": slip, "booked-email": email, "do": "here"} | more)


def test_the_page_behind_the_code_only_shows(on):
    page = Client().get(address(on))
    assert page.status_code == 200
    assert (page["Cache-Control"], page["Referrer-Policy"], page["X-Robots-Tag"]) == (
        "no-store",
        "strict-origin",
        "noindex",
    )
    assert "sessionid" not in page.cookies
    assert "Zoë" not in page.text
    assert on.bookings.get().checked_in_at is None


def test_booked_or_not_the_answer_is_the_same(on):
    answers = [say(address(on), email) for email in ("zoe@nowhere.example", "who@nowhere.example")]
    assert {(one.status_code, one.url) for one in answers} == {(302, reverse("courses:checked_in"))}
    assert answers[0].headers == answers[1].headers
    assert on.bookings.get().attendance == "attended"
    assert on.unmatched_check_ins.get().email == "who@nowhere.example"


def test_somebody_adds_themselves_where_they_may(on):
    trust = Organisation.objects.exclude(system_code="").first()
    new = {"new-name": "Wei", "new-email": "wei@nowhere.example", "new-staff_group": "03", "do": "add"}
    new |= {"new-organisation": trust.pk}
    assert say(address(on), "", **new).status_code == 422
    type(on).objects.update(walk_ins_welcome=True)
    assert say(address(on), "", **new | {"new-name": ""}).status_code == 422
    assert say(address(on), "", **new).status_code == 302
    assert on.bookings.get(name="Wei").organisation == trust


@pytest.mark.parametrize("email", ["", "zoe", "a\0@b.example", "x" * 10_000])
def test_what_is_no_address_gets_a_sentence_at_its_field_and_keeps_the_slip(on, email):
    page = say(address(on), email)
    assert page.status_code == 422
    assert slip_in(page)


def test_old_and_forged_codes_lead_to_where_the_new_one_is_typed(on):
    for url in (address(on, ago=2 * MINUTE + 1 * MINUTE), reverse("courses:check_in", args=["ABCDEF"])):
        page = Client().get(url, follow=True)
        assert "changes every minute" in page.text
        assert "What is the code on the screen?" in page.text
    forged = Client().post(address(on), {"slip": f"{on.pk}-1-abc", "booked-email": "zoe@nowhere.example"})
    assert forged.url.endswith("?old")
    assert on.bookings.get().attendance == ""


def test_a_code_is_typed_at_the_short_address(on):
    page = reverse("courses:type_code")
    code = check_in_codes.code_now(on, timezone.now())
    assert Client().post(page, {"code": f"{code[:3]} {code[3:].lower()}"}).url == address(on)
    wrong = Client().post(page, {"code": "ABC DEF"})
    assert (wrong.status_code, "not on the screen any more" in wrong.text) == (422, True)


def test_from_the_page_of_a_booking_the_code_is_all_there_is_to_say(on):
    booking = on.bookings.get()
    token = emails.booking_token(booking)
    page = reverse("courses:here_by_booking", args=[token])
    assert page in Client().get(reverse("courses:booking", args=[token])).text
    assert Client().post(page, {"code": "ABCDEF"}).status_code == 422
    code = check_in_codes.code_now(on, timezone.now())
    there = Client().post(page, {"code": code}, follow=True)
    assert "You checked in at" in there.text
    booking.refresh_from_db()
    assert booking.attendance == "attended"


def test_guesses_are_throttled_by_address_and_a_room_gets_in(on, monkeypatch):
    monkeypatch.setattr("courses.views.check_in.WRONG_CODES", "3/10m/ip")
    page = reverse("courses:type_code")
    for _ in range(5):
        assert say(address(on), "zoe@nowhere.example").status_code == 302
    answers = [Client().post(page, {"code": "ABCDEF"}).text for _ in range(4)]
    assert ["too many tries" in text for text in answers] == [False, False, False, True]
    # and then the right one is no way round
    code = check_in_codes.code_now(on, timezone.now())
    assert Client().post(page, {"code": code}).status_code == 422
    assert Client().get(address(on)).url.endswith("?wait")
    assert Client(REMOTE_ADDR="192.0.2.7").get(address(on)).status_code == 200


def test_what_is_said_is_throttled_by_session_too(on, monkeypatch):
    monkeypatch.setattr("courses.views.check_in.SAID_OF_A_SESSION", "2/10m/key")
    answers = [say(address(on), f"{n}@nowhere.example").status_code for n in range(3)]
    assert answers == [302, 302, 422]
    assert on.unmatched_check_ins.count() == 2


# --- What the team sees ---


def test_the_screen_shows_the_code_and_names_nobody(on, coordinator):
    page = signed_in_as(coordinator).get(reverse("courses:check_in_screen", args=[on.pk]))
    code = check_in_codes.code_now(on, timezone.now())
    assert f"{code[:3]} {code[3:]}" in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text
    assert page["Cache-Control"] == "no-store"
    assert "Zoë" not in page.text
    assert " style=" not in page.text


@pytest.mark.parametrize(
    ("state", "hours", "words"),
    [("open", 3, "Check-in opens at"), ("open", -5, "is over"), ("planned", 3, "is not open")],
)
def test_at_other_times_the_screen_says_when(coordinator, state, hours, words):
    session = SessionFactory(starts_at=timezone.now() + timedelta(hours=hours), state=state)
    page = signed_in_as(coordinator).get(reverse("courses:check_in_screen", args=[session.pk]))
    assert words in page.text
    assert "sf-qr" not in page.text


def test_the_register_says_when_somebody_checked_in_and_who_is_unknown(on, coordinator):
    desk, register = signed_in_as(coordinator), reverse("courses:register", args=[on.pk])
    say(address(on), "zoe@nowhere.example")
    say(address(on), "who@nowhere.example")
    text = desk.get(register).text
    assert "checked in at" in text
    unknown = on.unmatched_check_ins.get()
    settle = reverse("courses:settle_check_in", args=[on.pk, unknown.pk])
    assert settle in text
    assert desk.post(settle, {"who": "new"}).status_code == 422
    assert "Wei is on the register" in desk.post(settle, {"who": "new", "name": "Wei"}, follow=True).text
    assert on.bookings.get(name="Wei").email == "who@nowhere.example"


def test_the_team_settles_one_as_booked_or_sets_the_rest_aside(on, coordinator):
    desk, aside = signed_in_as(coordinator), reverse("courses:set_aside", args=[on.pk])
    for name in ("one", "two", "three"):
        say(address(on), f"{name}@nowhere.example")
    one, two, _ = on.unmatched_check_ins.order_by("pk")
    zoe = on.bookings.get()
    desk.post(reverse("courses:settle_check_in", args=[on.pk, one.pk]), {"who": zoe.pk})
    zoe.refresh_from_db()
    assert zoe.attendance == "attended"
    desk.post(aside, {"check_in": two.pk})
    assert on.unmatched_check_ins.count() == 1
    for nonsense in ("x", "9" * 30, "-1"):
        assert "nothing to set aside" in desk.post(aside, {"check_in": nonsense}, follow=True).text
    desk.post(aside)
    assert not on.unmatched_check_ins.exists()


def test_the_switch_is_the_coordinators(on, coordinator, dean, stranger):
    url = reverse("courses:welcome_walk_ins", args=[on.pk])
    for who in (dean, stranger, None):
        signed_in_as(who).post(url, {"welcome": "yes"})
        on.refresh_from_db()
        assert on.walk_ins_welcome is False
    for said, stands in (("yes", True), ("perhaps", True), ("no", False)):
        signed_in_as(coordinator).post(url, {"welcome": said})
        on.refresh_from_db()
        assert on.walk_ins_welcome is stands
