import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from stepforward.importing.running import bring
from stepforward.testing import DESKTOP, PHONE, barriers, person, signed_in_as

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = b"Email,Organisation,Team,People,Dates\na@b.example,MRI,ED,not sure,ASAP\n"
ROWS += b"c@b.example,Bolton,ED,9-16,ASAP\n"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_both_pages_keep_nobody_out(browser, live_server, size):
    coordinator = person("coordinator")
    file = SimpleUploadedFile("requests.csv", ROWS)
    run = bring(file=file, name=file.name, by=coordinator, now=timezone.now())
    cookie = signed_in_as(coordinator).cookies["sessionid"].value
    context = browser.new_context(viewport=size)
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page, found = context.new_page(), []
    for path in ("/manage/import/", f"/manage/import/{run.pk}/"):
        page.goto(live_server.url + path)
        found += barriers(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path} is {wide} wide"] if wide > size["width"] else []
    context.close()
    assert found == []
