"""Reading somebody's calendar from a real https server: what is kept, what is told, and what is believed."""

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from celery.signals import before_task_publish
from django.apps import apps
from django.core.serializers import serialize
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilitators import availability, busy_calendars, reading_calendars
from facilitators.ics.tests.calendars import calendar, event, once
from facilitators.models import BusyCalendar, BusyTime, Window
from facilitators.tests.factories import FacilitatorFactory, says
from stepforward.audit.models import AuditEvent
from stepforward.fetching.tests.servers import https_server
from stepforward.observing import JsonLines
from stepforward.outbox.models import OutgoingEmail

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = reading_calendars.EVERY
DAY = date(2026, 1, 7)
SHIFT = calendar(once("20260107T090000", "20260107T150000", "SUMMARY:Fracture clinic", "LOCATION:Ward 7"))


@pytest.fixture
def server(settings, tmp_path):
    with https_server(settings, tmp_path) as running:
        running.answers["/rota.ics"] = (200, {}, SHIFT)
        yield running


@pytest.fixture
def facilitator(db):
    one = FacilitatorFactory()
    says(one, DAY, morning="yes", afternoon="yes", evening="yes")
    return one


def added(facilitator, server, path="/rota.ics", name="Rota"):
    return busy_calendars.add(
        facilitator=facilitator, name=name, address=server.address(path), by=facilitator.user, now=NOW
    )


def read(one, after=timedelta(), **options):
    return reading_calendars.read(one.pk, now=NOW + after, **options)


def free(facilitator):
    return [(w.during.lower.hour, w.during.upper.hour) for w in facilitator.windows.order_by("during")]


def test_busy_time_is_taken_out_of_what_they_said_and_nothing_else_is_kept(facilitator, server):
    one = added(facilitator, server)
    assert read(one)
    assert free(facilitator) == [(15, 21)]
    stretch = facilitator.busy_times.get()
    assert (stretch.during.lower, stretch.during.upper) == (
        datetime(2026, 1, 7, 9, tzinfo=UTC),
        datetime(2026, 1, 7, 15, tzinfo=UTC),
    )
    # then no table holds a word of what they do then
    rows = serialize("json", [row for model in apps.get_models() for row in model.objects.all()])
    assert "racture" not in rows and "Ward 7" not in rows


def test_the_address_is_in_no_table_task_audit_or_log_in_clear(
    facilitator, server, django_capture_on_commit_callbacks
):
    server.answers["/s3cr3t-key.ics"] = (404, {})
    tasks, log = [], []

    class Keep(logging.Handler):
        def emit(self, record):
            log.append(self.format(record) + repr(record.__dict__))

    keep = Keep()
    keep.setFormatter(JsonLines())
    logging.getLogger().addHandler(keep)

    def note(body, headers, **kwargs):
        tasks.append(repr((body, headers)))

    before_task_publish.connect(note)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            one = added(facilitator, server, "/s3cr3t-key.ics")
        for days in (0, 1, 4):
            assert not read(one, timedelta(days=days))
    finally:
        before_task_publish.disconnect(note)
        logging.getLogger().removeHandler(keep)
    assert len(server.asked) == 3 and len(tasks) == 1 and f"[{one.pk}]" in tasks[0]
    rows = serialize("json", [row for model in apps.get_models() for row in model.objects.all()])
    assert OutgoingEmail.objects.count() == 1 and AuditEvent.objects.exists()
    assert "s3cr3t" not in rows + "".join(tasks) + "".join(log)
    assert busy_calendars.address_of(BusyCalendar.objects.get()) == server.address("/s3cr3t-key.ics")


def test_what_changes_changes_the_windows_of_its_days_and_no_others(facilitator, server):
    for n in range(14):
        says(facilitator, DAY + timedelta(weeks=2, days=n), morning="yes")
    one = added(facilitator, server)
    read(one)
    before = dict(facilitator.windows.values_list("during", "pk"))
    server.answers["/rota.ics"] = (200, {}, calendar(once("20260107T090000", "20260107T110000")))
    with CaptureQueriesContext(connection) as ran:
        read(one, HOUR)
    assert free(facilitator)[0] == (11, 21)
    after = dict(facilitator.windows.values_list("during", "pk"))
    assert {pk for during, pk in before.items() if during.lower.date() != DAY} < set(after.values())
    # and reading the same again touches no window at all
    with CaptureQueriesContext(connection) as again:
        read(one, 2 * HOUR)
    assert any(Window._meta.db_table in query["sql"] for query in ran)
    assert not any(Window._meta.db_table in query["sql"] for query in again)


def test_two_calendars_that_overlap_are_one_busy_time_and_removing_one_leaves_the_other(facilitator, server):
    server.answers["/mine.ics"] = (200, {}, calendar(once("20260107T140000", "20260107T190000")))
    one, other = added(facilitator, server), added(facilitator, server, "/mine.ics", "Mine")
    assert read(one) and read(other)
    assert free(facilitator) == [(19, 21)]
    busy_calendars.remove(calendar=one, by=facilitator.user, now=NOW)
    assert free(facilitator) == [(9, 14), (19, 21)]
    assert list(BusyTime.objects.values_list("calendar", flat=True)) == [other.pk]
    assert not BusyCalendar.objects.filter(name="Rota").exists()


def test_a_day_overruled_is_free_as_said_whatever_is_read_later_until_that_is_taken_back(facilitator, server):
    one = added(facilitator, server)
    read(one)
    assert busy_calendars.be_free_all_the_same(facilitator=facilitator, day=DAY, by=facilitator.user)
    assert free(facilitator) == [(9, 21)]
    server.answers["/rota.ics"] = (200, {}, calendar(once("20260107T080000", "20260107T200000")))
    read(one, HOUR)
    availability.say(facilitator=facilitator, said={(DAY, "evening"): "no"}, by=facilitator.user)
    assert free(facilitator) == [(9, 17)]
    assert busy_calendars.go_by_calendars(facilitator=facilitator, day=DAY, by=facilitator.user)
    assert free(facilitator) == []
    assert not busy_calendars.go_by_calendars(facilitator=facilitator, day=DAY, by=facilitator.user)
    verbs = AuditEvent.objects.filter(verb__startswith="calendars").values_list("verb", flat=True)
    assert sorted(verbs) == ["calendars count again", "calendars overruled"]


def test_a_calendar_is_due_every_hour_and_read_once_by_two_workers(facilitator, server):
    one = added(facilitator, server)
    assert reading_calendars.due(NOW) == [one.pk]
    assert [read(one), read(one)] == [True, False]
    assert reading_calendars.due(NOW + timedelta(minutes=59)) == []
    assert reading_calendars.due(NOW + HOUR) == [one.pk]
    # asked for by its owner it is read sooner, but not again and again
    assert [read(one, timedelta(seconds=s), at_once=True) for s in (30, 61, 90)] == [False, True, False]
    assert len(server.asked) == 2


def test_who_has_left_is_not_read_any_more_and_their_calendars_are_forgotten(facilitator, server):
    one = added(facilitator, server)
    facilitator.left_on = NOW.date()
    facilitator.joined_on = NOW.date() - timedelta(days=9)
    facilitator.save()
    assert reading_calendars.due(NOW) == [] and not read(one)
    assert reading_calendars.set_aside(now=NOW) == 1
    assert not BusyCalendar.objects.exists() and server.asked == []


def test_not_changed_is_asked_for_until_a_day_has_passed_and_then_all_of_it(facilitator, server):
    server.answers["/rota.ics"] = (
        200,
        {"ETag": '"v1"', "Last-Modified": "Mon, 05 Jan 2026 09:00:00 GMT"},
        SHIFT,
    )
    one = added(facilitator, server)
    read(one)
    server.answers["/rota.ics"] = (304, {})
    assert read(one, HOUR)
    assert free(facilitator) == [(15, 21)]
    assert 'If-None-Match: "v1"' in server.asked[1] and "If-Modified-Since: Mon, 05" in server.asked[1]
    # when a day has passed we look a day further, so we need all of it
    server.answers["/rota.ics"] = (200, {}, SHIFT)
    read(one, timedelta(days=1))
    assert "If-None-Match" not in server.asked[2]
    # a server that says so unasked has said nothing
    server.answers["/rota.ics"] = (304, {})
    assert not read(one, timedelta(days=1) + HOUR)


def test_one_that_fails_is_told_once_after_three_days_and_not_believed_after_seven(facilitator, server):
    one = added(facilitator, server)
    read(one)
    server.answers["/rota.ics"] = (500, {})
    for days in (1, 2, 3):
        read(one, timedelta(days=days))
    one.refresh_from_db()
    assert (one.failure, one.failing_since, one.told_at) == ("not_served", NOW + timedelta(days=1), None)
    assert one.read_at == NOW and free(facilitator) == [(15, 21)]
    for days in (4, 5, 6):
        read(one, timedelta(days=days))
    (email,) = OutgoingEmail.objects.all()
    assert email.to_email == facilitator.user.email and "Tuesday 6 January" in email.text
    assert "until Monday 12 January" in email.text and "Rota" not in email.text
    assert reading_calendars.set_aside(now=NOW + timedelta(days=6)) == 0
    # then, after a week, it counts no more
    later = DAY + timedelta(weeks=1)
    says(facilitator, later, morning="yes")
    BusyTime.objects.create(
        facilitator=facilitator, calendar=one, during=(NOW + timedelta(days=9), NOW + timedelta(days=10))
    )
    assert reading_calendars.set_aside(now=NOW + timedelta(days=7)) == 1
    assert not facilitator.busy_times.exists()
    assert reading_calendars.set_aside(now=NOW + timedelta(days=7)) == 0


def test_one_that_answers_again_is_believed_again_and_a_second_failure_is_told_again(facilitator, server):
    one = added(facilitator, server)
    server.answers["/rota.ics"] = (404, {})
    for days in (0, 4):
        read(one, timedelta(days=days))
    server.answers["/rota.ics"] = (200, {}, SHIFT)
    assert read(one, timedelta(days=5))
    one.refresh_from_db()
    assert (one.failure, one.failing_since, one.told_at) == ("", None, None)
    assert OutgoingEmail.objects.get().state == "withdrawn"  # it had not gone yet, and is true no more
    server.answers["/rota.ics"] = (404, {})
    for days in (6, 10):
        read(one, timedelta(days=days))
    assert OutgoingEmail.objects.count() == 2
    verbs = (
        AuditEvent.objects.filter(about="facilitators.BusyCalendar")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == [
        "calendar added",
        "calendar does not answer",
        "calendar answers again",
        "calendar does not answer",
    ]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><p>Sign in"), "no_calendar"),
        ((200, {}, b""), "no_calendar"),
        ((200, {}, SHIFT[:-20]), "cut_off"),
        ((200, {"Content-Length": len(SHIFT) + 9}, SHIFT), "cut_short"),
        ((302, {"Location": "https://169.254.169.254/"}), "forbidden"),
        ((200, {}, calendar(event("DTSTART:20260107T090000Z", "RRULE:FREQ=SECONDLY"))), "too_much"),
        ((403, {}), "not_allowed"),
    ],
)
def test_each_failure_has_its_sentence_and_leaves_what_was_read(facilitator, server, answer, code):
    one = added(facilitator, server)
    read(one)
    server.answers["/rota.ics"] = answer
    assert not read(one, HOUR)
    one.refresh_from_db()
    assert one.failure == code and reading_calendars.WHY[code].endswith(".")
    assert free(facilitator) == [(15, 21)]


def test_a_key_that_is_replaced_is_out_of_use_after_one_reading_and_one_that_is_lost_is_said(
    facilitator, server, settings
):
    one = added(facilitator, server)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    settings.SECRET_KEY_FALLBACKS = [old]
    assert read(one)
    settings.SECRET_KEY_FALLBACKS = []
    assert read(one, HOUR)
    settings.SECRET_KEY = "a third" * 10
    assert not read(one, 2 * HOUR)
    one.refresh_from_db()
    assert one.failure == "address_lost"


def test_a_calendar_removed_while_it_is_read_stays_removed(facilitator, server):
    one = added(facilitator, server)
    # the row goes after it was claimed, before what was read is kept
    reading = BusyCalendar.objects.select_related("facilitator").get()
    address, fetched, busy = reading_calendars._ask(reading, NOW)
    busy_calendars.remove(calendar=one, by=facilitator.user, now=NOW)
    reading_calendars._keep(reading, address, fetched, busy, NOW)
    reading_calendars._fail(reading, "gone", NOW)
    assert not BusyCalendar.objects.exists() and not BusyTime.objects.exists()


def test_what_cannot_be_understood_is_counted_for_its_owner_and_the_rest_is_read(facilitator, server):
    broken = event("DTSTART:yesterday", "DTEND:today", uid="two@trust.example")
    server.answers["/rota.ics"] = (200, {}, calendar(broken, once("20260107T090000", "20260107T150000")))
    one = added(facilitator, server)
    assert read(one)
    one.refresh_from_db()
    assert one.unread == 1 and free(facilitator) == [(15, 21)]
