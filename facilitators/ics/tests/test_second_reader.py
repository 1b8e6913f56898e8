"""Another program, ical.js in a browser, finds the same busy time in every calendar that goes by the book."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from facilitators.ics.expanding import busy, merged
from facilitators.ics.sieve import sift
from facilitators.ics.tests.cases import BY_THE_BOOK, SINCE, UNTIL, stretches
from stepforward.ui.wording import LONDON

ICAL = settings.BASE_DIR / "node_modules" / "ical.js" / "dist" / "ical.es5.min.cjs"
READ = (Path(__file__).parent / "second_reader.js").read_text(encoding="utf-8")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def second_reader(browser):
    page = browser.new_page()
    page.evaluate("window.module = {exports: {}}; window.exports = window.module.exports")
    page.add_script_tag(path=ICAL)
    yield lambda text: page.evaluate(READ, [text, UNTIL.timestamp()])
    page.close()


def moment(said):
    if isinstance(said, list):
        return datetime(*said, tzinfo=LONDON).astimezone(UTC)
    return datetime.fromtimestamp(said, UTC)


@pytest.mark.parametrize("name", BY_THE_BOOK)
def test_the_second_reader_finds_the_same(second_reader, name):
    text, expected = BY_THE_BOOK[name]
    found = [(moment(start), moment(end)) for start, end in second_reader(text.decode())]
    assert merged(found, SINCE, UNTIL) == stretches(expected) == busy(sift(text), SINCE, UNTIL)[0]
