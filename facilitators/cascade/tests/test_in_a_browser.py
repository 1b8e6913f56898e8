"""The cascade in a real browser: by keyboard, without JavaScript, on a phone however deep it is."""

import pytest

from courses.tests.factories import CourseFactory
from facilitators.cascade.tests.factories import delivered, trained, training
from stepforward.testing import DESKTOP, PHONE, barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deepest():
    """The last of nine generations, each with somebody who has not delivered beside them."""
    CourseFactory()
    one = trained(stage="trainer", user__name="Oluwaseun Adeyemi-Featherstonehaugh")
    for n in range(8):
        source = training(-100 + n, one)
        one = trained(source, user__name=f"Katarzyna Wolstenholme the {n + 2}th", stage="co_facilitator")
        trained(source, stage="shadowing")
        delivered(one, day=-60 + n, people=1)
    return one


@pytest.mark.parametrize(("who", "viewport"), [("coordinator", PHONE), ("dean", DESKTOP)])
def test_every_page_is_without_barriers_and_fits(who, viewport, visit, deepest, request):
    page, go = visit(request.getfixturevalue(who), viewport=viewport)
    found = []
    for address in ("/cascade/?open=all", "/cascade/people/", "/cascade/waiting/"):
        go(address)
        found += barriers(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
    assert found == []


def test_deep_in_the_tree_the_words_keep_their_room(visit, deepest, dean):
    page, go = visit(dean, viewport=PHONE)
    go("/cascade/?open=all")
    last = page.locator(".sf-tree__leaf").filter(has_text=str(deepest))
    assert last.bounding_box()["width"] > 220


def test_branches_open_by_keyboard_and_without_javascript(visit, deepest, dean):
    page, go = visit(dean, scripts=False)
    go("/cascade/")
    third = page.locator(".sf-tree__summary").filter(has_text="the 3th")
    assert not third.is_visible()
    second = page.locator(".sf-tree__summary").filter(has_text="the 2th")
    second.focus()
    page.keyboard.press("Enter")
    assert third.is_visible()
    page.get_by_role("link", name="Open all branches").click()
    assert page.get_by_text(str(deepest)).last.is_visible()


def test_a_facilitator_sees_their_branch(visit, deepest):
    trainer = deepest.accreditations.get().source.assignments.get().facilitator
    page, go = visit(trainer.user, viewport=PHONE)
    go("/portfolio/")
    page.get_by_text("You trained 2 facilitators").wait_for()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
