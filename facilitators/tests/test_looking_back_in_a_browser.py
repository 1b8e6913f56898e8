"""Looking back, and the portfolio that comes of it, in a browser: with scripts and without, on a phone."""

import pytest

from courses.models import Cost
from facilitators.models import Reflection, TimeSpent
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, ahead, assigned
from facilitators.tests.test_portfolio import did, reflected
from stepforward.testing import DESKTOP, PHONE, barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def part(db):
    return assigned(FacilitatorFactory(), SessionFactory(starts_at=ahead(-2), state="open"), "shadow")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_list_of_sessions_to_one_save_of_it_all(part, visit, scripts):
    page, go = visit(part.facilitator.user, scripts=scripts)
    go("/offers/")
    page.get_by_role("link", name="How did it go?").click()
    page.get_by_label("What went well?").fill("The quiet table spoke.")
    page.get_by_label("Travelling").fill("1:15")
    page.get_by_label("What was it for?").select_option("travel")
    page.get_by_label("How much, in pounds?").fill("6.50")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Only you can read what you wrote.").wait_for()
    assert Reflection.objects.get().went_well == "The quiet table spoke."
    assert (TimeSpent.objects.get().minutes, Cost.objects.get().pence) == (195, 650)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_portfolio_is_taken_away_with_what_was_ticked(visit, scripts):
    one = did(FacilitatorFactory(user__name="Zoë Kaur"), days=5)
    kept = reflected(one)
    page, go = visit(one.facilitator.user, scripts=scripts)
    go("/growing/")
    page.get_by_role("link", name="See your portfolio").click()
    page.get_by_text("Put reflections of yours into this copy").click()
    page.get_by_role("checkbox").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as a PDF").click()
    assert download.value.suggested_filename.endswith("Facilitator portfolio, Zoë Kaur.pdf")
    assert f"include={kept.pk}" in download.value.url


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_nothing_bars_the_way(part, coordinator, visit, viewport):
    one = did(part.facilitator, days=5, minutes=95)
    reflected(one, shared=True)
    page, go = visit(part.facilitator.user, viewport=viewport)
    for address in (
        f"/offers/{one.pk}/reflection/",
        f"/portfolio/?include={one.reflection.pk}",
        "/portfolio/?since=x",
    ):
        go(address)
        assert barriers(page) == []
        assert fits(page), address
    go(f"/offers/{part.pk}/reflection/")
    page.get_by_label("Preparing").fill("soon")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("There is a problem").wait_for()
    assert barriers(page) == [] and fits(page)
    page, go = visit(coordinator, viewport=viewport)
    for address in ("/reflections/", f"/facilitators/{part.facilitator_id}/portfolio/"):
        go(address)
        assert barriers(page) == []
        assert fits(page), address
