"""Reading and coding in a real browser, on a phone without JavaScript; and no page has a barrier."""

import pytest

from feedback import codebooks, coding
from feedback.models import Coding, Comment
from feedback.tests.comments import NAMING, ORDINARY, commented
from stepforward.people.roles import Role
from stepforward.testing import DESKTOP, PHONE, barriers, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
QUEUE = "/manage/comments/"


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_comment_is_redacted_and_one_is_coded_on_a_phone_without_javascript(visit, now):
    codebooks.first_version()
    naming = commented(now, [NAMING])[0]
    page, go = visit(person(Role.COORDINATOR), viewport=PHONE, scripts=False)
    go(QUEUE)
    page.get_by_role("link", name="Read and decide").click()
    page.get_by_role("button", name="Redact the marked words").click()
    assert page.input_value("[name=text]") == "[name] spoke over everybody on [place]."
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Delete those words and publish these").click()
    page.get_by_text("Those that were written are deleted").wait_for()
    assert Comment.objects.get(pk=naming.pk).text == "[name] spoke over everybody on [place]."
    go(f"{QUEUE}coding/")
    page.get_by_label("Speaking up to somebody senior").check()
    page.get_by_role("button", name="Save, and show the next").click()
    page.get_by_text("Everything is coded").wait_for()
    assert [theme.code for theme in Coding.objects.get().themes.all()] == ["speaking_up"]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_no_page_has_a_barrier_or_is_too_wide(visit, now, viewport):
    codebook = codebooks.first_version()
    coordinator, lead = person(Role.COORDINATOR), person(Role.PROGRAMME_LEAD)
    plain, naming = commented(now, [ORDINARY, NAMING])
    Comment.objects.filter(pk=plain.pk).update(flagged=True, flag_note="Told the Guardian.")
    shown = commented(now, ["Keep it." * 60, "x" * 600], state="shown")
    theme = codebook.themes.first()
    coding.code(comment=shown[0], codebook=codebook, themes=[theme], by=coordinator)
    coding.code(comment=shown[0], codebook=codebook, themes=[theme], by=lead, as_second=True)
    codebooks.new_version(by=coordinator)
    page, go = visit(coordinator, viewport=viewport)
    for path in (
        "",
        "?state=burnt",
        "?state=all",
        f"{plain.pk}/",
        f"{naming.pk}/redact/?marked",
        "coding/",
        "agreement/",
        "themes/",
        "themes/add/",
    ):
        go(f"{QUEUE}{path}")
        assert barriers(page) == []
        assert fits(page), path
