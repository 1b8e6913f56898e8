"""An offer answered, a part given back and cover found in a real browser: on a phone and a desk, with and
without JavaScript, and nobody kept out."""

import pytest
from django.urls import reverse
from django.utils import timezone

from facilitators import staffing
from facilitators.emails import OFFER
from facilitators.models import Assignment
from facilitators.saying.forms import tile_name
from facilitators.staffing.other_times import other_parts
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned, says
from stepforward.people import links
from stepforward.testing import DESKTOP, PHONE, barriers, signed_in_as
from stepforward.ui.wording import civil_date

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def visit(browser, live_server):
    opened = []

    def go(address, *, user=None, viewport=PHONE, scripts=True):
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts)
        opened.append(context)
        if user is not None:
            cookie = signed_in_as(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    yield go
    for context in opened:
        context.close()


@pytest.fixture
def offer(db):
    session = SessionFactory(starts_at=ahead(9))
    return staffing.offer(session=session, facilitator=accredited(), part="lead", by=None, now=timezone.now())


@pytest.fixture
def link(offer):
    token = links.issue(OFFER, offer, expires_at=offer.session.ends_at)
    return reverse("facilitators:offer_link", args=[token])


@pytest.fixture
def gap(offer):
    now = timezone.now()
    staffing.accept(assignment=offer, by=None, now=now)
    return staffing.give_back(assignment=offer, by=None, now=now, reason="Ill")


@SCRIPTS
def test_not_then_but_is_said_by_tapping_from_the_link(visit, offer, link, scripts):
    day, part = other_parts(offer.session, civil_date(timezone.now()))[0]
    page = visit(link, scripts=scripts)
    page.get_by_text("I cannot do this one").click()
    page.get_by_label("Why, in a few words").fill("On call")
    page.get_by_text("Not then, but …").click()
    tile = page.locator(".sf-part").filter(has=page.locator(f'select[name="{tile_name(day, part)}"]'))
    if scripts:
        tile.get_by_role("button").click()
    else:
        tile.locator("select").select_option("yes")
    page.get_by_role("button", name="Decline").click()
    page.get_by_text("You told us when else you could").wait_for()
    offer.refresh_from_db()
    assert (offer.state, offer.reason) == ("declined", "On call")
    assert offer.facilitator.said.get().level == "yes"


@SCRIPTS
def test_a_part_is_accepted_and_given_back_on_a_phone(visit, offer, link, scripts):
    page = visit(link, scripts=scripts)
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("What comes next").wait_for()
    page.get_by_text("I cannot come any more").click()
    page.get_by_role("button", name="Give the part back").click()
    page.get_by_text("You gave this part back").wait_for()
    assert Assignment.objects.get(pk=offer.pk).state == "given_back"


@SCRIPTS
def test_two_are_ticked_and_asked(visit, gap, coordinator, scripts):
    people = [accredited(), accredited()]
    for one in people:
        says(one, civil_date(gap.session.starts_at), morning="yes", afternoon="yes", evening="yes")
    cover = reverse("facilitators:find_cover", args=[gap.session_id, gap.pk])
    page = visit(cover, user=coordinator, viewport=DESKTOP, scripts=scripts)
    for one in people:
        page.get_by_label(str(one)).check()
    page.get_by_role("button", name="Ask those I ticked").click()
    page.get_by_text("Asked 2 people").wait_for()
    assert gap.stand_ins.filter(state="offered").count() == 2


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_nobody_is_kept_out(visit, gap, link, coordinator, viewport):
    now, session = timezone.now(), gap.session
    says(accredited(), civil_date(session.starts_at), morning="yes", afternoon="yes", evening="yes")
    helper = assigned(accredited(), session, part="co_facilitator", now=now)
    asked = staffing.ask_for_cover(assignment=gap, facilitators=[accredited()], by=coordinator, now=now)
    pages = [
        (gap.facilitator.user, reverse("facilitators:answer", args=[gap.pk])),
        (helper.facilitator.user, reverse("facilitators:answer", args=[helper.pk])),
        (asked[0].facilitator.user, reverse("facilitators:answer", args=[asked[0].pk])),
        (asked[0].facilitator.user, "/offers/"),
        (coordinator, reverse("facilitators:find_cover", args=[session.pk, gap.pk])),
        (coordinator, reverse("facilitators:drop_out", args=[session.pk, helper.pk])),
        (coordinator, reverse("facilitators:staff_session", args=[session.pk])),
    ]
    for user, address in pages:
        page = visit(address, user=user, viewport=viewport)
        for _ in range(3):  # what is folded away, and what is folded in it
            for closed in page.locator("details:not([open]) > summary:visible").all():
                closed.click()
        assert barriers(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
