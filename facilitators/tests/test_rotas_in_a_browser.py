"""A rota that is being worked out, as the coordinator watches it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from facilitators.models import Rota
from facilitators.rota import drafting
from facilitators.tests.test_rotas import course, free_person, planned  # noqa: F401
from stepforward.testing import barriers
from stepforward.ui.wording import civil_date

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rota(coordinator, course):  # noqa: F811
    """One that a worker has begun, of a session for which somebody is free."""
    free_person(course, [planned(course)])
    today = civil_date(timezone.now())
    begun = drafting.draft(
        starts_on=today, ends_on=today + timedelta(days=60), by=coordinator, now=timezone.now()
    )
    Rota.objects.filter(pk=begun.pk).update(done=40)
    return begun


def test_the_page_follows_the_worker_by_itself_to_the_end(visit, coordinator, rota):
    page, go = visit(coordinator)
    go(reverse("facilitators:rota", args=[rota.pk]))
    assert page.locator("progress").get_attribute("value") == "40"
    assert page.get_by_text("Refresh").count() == 0
    assert barriers(page) == []
    Rota.objects.filter(pk=rota.pk).update(done=70)
    page.get_by_text("70 in 100").wait_for()
    Rota.objects.filter(pk=rota.pk).update(done=0)
    drafting.work_out(rota.pk, clock=timezone.now)
    page.get_by_text("Looked at 1 session").wait_for()


def test_without_javascript_it_can_be_loaded_again_and_stopped(visit, coordinator, rota):
    page, go = visit(coordinator, scripts=False)
    go(reverse("facilitators:rota", args=[rota.pk]))
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "3"
    Rota.objects.filter(pk=rota.pk).update(done=70)
    page.get_by_role("button", name="Refresh").click()
    assert page.get_by_text("70 in 100").is_visible()
    page.get_by_role("button", name="Stop").click()
    assert page.get_by_text("It was stopped before it was done.").is_visible()
