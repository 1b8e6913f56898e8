"""The desk's cards of this floor: what each names, where each line leads, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses import conversing
from courses.tests.factories import BookingFactory, SessionFactory, TrainingRequestFactory
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def asked(days, **fields):
    return TrainingRequestFactory(asked_at=timezone.now() - timedelta(days=days), **fields)


def test_requests_wait_oldest_first_and_say_in_words_when_they_are_overdue(desk):
    for days in (2, 12, 5):
        asked(days, team=f"Waits {days}")
    html = desk.get("/").text
    order = [html.index(words) for words in ("12 days, overdue", ">5 days<", ">2 days<")]
    assert order == sorted(order)
    assert html.count("overdue") == 1


def test_a_message_needs_somebody_until_it_is_answered_also_on_a_scheduled_request(desk, coordinator):
    one = asked(40, state="scheduled", answered_at=timezone.now())
    assert "Messages to answer" not in desk.get("/").text
    message = conversing.write(request=one, text="Where is it?", now=timezone.now())
    html = desk.get("/").text
    assert "Messages to answer" in html
    assert f'href="/requests/{one.pk}/#conversation"' in html
    conversing.reply(
        request=one, to=[one], text="Room 4.", seen=message.pk, by=coordinator, now=timezone.now()
    )
    assert "Messages to answer" not in desk.get("/").text


def test_every_line_leads_to_the_page_that_settles_it(desk):
    soon = timezone.now() + timedelta(days=6)
    homeless = SessionFactory(state="planned", venue=None, starts_at=soon)
    few = SessionFactory(starts_at=soon)
    over = SessionFactory(starts_at=timezone.now() - timedelta(days=4))
    html = desk.get("/").text
    assert f'href="/manage/sessions/{homeless.pk}/change/">Add it' in html
    assert f'href="/manage/sessions/{few.pk}/">Look' in html
    assert f'href="/manage/sessions/{over.pk}/register/">Close it' in html
    for words in ("no venue or link", "8 short", "Registers to close"):
        assert words in html
    assert 'href="/manage/sessions/new/"' in html
    assert 'href="/requests/new/"' in html


@pytest.mark.parametrize("count", [1, 3, 25])
def test_the_desk_costs_the_same_however_much_is_on_it(desk, count):
    soon = timezone.now() + timedelta(days=3)
    for _ in range(count):
        one = asked(9)
        conversing.write(request=one, text="Any news?", now=timezone.now())
    SessionFactory.create_batch(count, starts_at=soon)
    SessionFactory.create_batch(count, starts_at=soon, state="planned", venue=None)
    over = SessionFactory(starts_at=timezone.now() - timedelta(days=2), capacity=40)
    BookingFactory.create_batch(count, session=over)
    with CaptureQueriesContext(connection) as queries:
        assert desk.get("/").status_code == 200
    assert len(queries) == 12
