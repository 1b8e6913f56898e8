"""What a code opens, the paper, and where certificates are seen and put right."""

import re
import zlib
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses import certifying, emails, papers, registers
from courses.models import Certificate, QualityDomain
from courses.tests.factories import BookingFactory, CourseFactory, SessionFactory
from stepforward.testing import DESKTOP, PHONE, barriers, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivered():
    """A session of this morning, its register closed: one attended, one did not."""
    session = SessionFactory(starts_at=timezone.now() - timedelta(hours=3))
    session.course.domains.set(QualityDomain.objects.filter(number=1))
    came = BookingFactory(session=session, name="Zoë Łęcka-O'Brien", needs="Large print.")
    BookingFactory(session=session, name="Sam Asante")
    registers.mark(session=session, attended=[came], by=None)
    return registers.close(session=session, by=None, now=timezone.now())


@pytest.fixture
def certificate(delivered):
    return delivered.certificates.get()


def page_of(certificate, name="certificate"):
    return reverse(f"courses:{name}", args=[certificate.code])


def test_the_code_confirms_name_course_date_hours_and_domains_to_anybody(certificate):
    page = Client().get(page_of(certificate))
    text = page.text
    for words in (
        "Zoë Łęcka-O&#x27;Brien",
        "Active Bystander",
        "2 hours",
        "valid",
        "1. Learning environment",
    ):
        assert words in text
    assert certificate.said_code in text


def test_it_says_nothing_else_about_the_person_and_is_kept_nowhere(certificate):
    page = Client().get(page_of(certificate))
    booking = certificate.booking
    for secret in (
        booking.email,
        booking.needs,
        booking.get_staff_group_display(),
        booking.session.venue.name,
    ):
        assert secret not in page.text
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store", "noindex")
    assert page["Referrer-Policy"] == "strict-origin"
    assert page.cookies == {}


def test_an_unknown_code_gets_a_sentence(certificate):
    for code in ("00000000000000000000", "x", "' OR 1=1", "é" * 300, "\0", "٣" * 20):
        page = Client().get(reverse("courses:certificate", args=[code]))
        assert page.status_code == 404
        assert "We do not know this code" in page.text
        assert "valid" not in page.text


@pytest.mark.parametrize(
    ("because", "words"), [("name", "Its holder was sent another one"), ("register", "regis")]
)
def test_a_withdrawn_certificate_says_so_and_names_nobody(certificate, because, words):
    certifying.withdraw(certificate=certificate, because=because, now=timezone.now())
    text = Client().get(page_of(certificate)).text
    assert "This certificate does not hold" in text
    assert words in text
    assert "Zoë" not in text
    paper = Client().get(page_of(certificate, "certificate_pdf"))
    assert paper.url == page_of(certificate)


def test_one_whose_name_was_erased_confirms_the_rest(certificate):
    Certificate.objects.update(name="")
    text = Client().get(page_of(certificate)).text
    assert "We do not keep it any more" in text
    assert "Download" not in text
    assert Client().get(page_of(certificate, "certificate_pdf")).status_code == 302


def test_the_pdf_has_a_name_for_a_portfolio(certificate):
    paper = Client().get(page_of(certificate, "certificate_pdf"))
    assert paper["Content-Type"] == "application/pdf"
    day = timezone.localdate().isoformat()
    said = unquote(paper["Content-Disposition"])
    assert f"{day} Active Bystander, certificate of attendance, Zoë Łęcka-O'Brien.pdf" in said
    certificate.name = 'a/b\\c:"\r\n..'
    assert not set(papers.file_name(certificate)) & set('/\\:"\r\n')


def streams(pdf):
    """All that a PDF holds, its compressed streams opened."""
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"".join(found)


def test_the_pdf_is_tagged_and_says_its_language_and_title(certificate):
    pdf = papers.pdf(certificate)
    held = streams(pdf)
    assert pdf.startswith(b"%PDF-")
    for mark in (b"pdfuaid", b"/StructTreeRoot", b"/Lang(en-GB)", b"DisplayDocTitle true"):
        assert mark in held
    title = "Certificate of attendance: Zoë Łęcka-O'Brien".encode("utf-16-be").hex().upper()
    assert f"/Title<FEFF{title}>".encode() in held
    assert papers.pdf(certificate) == pdf


@pytest.mark.parametrize("name", ["#panic() *x* _y_ $z$ <l> @m \\", "李 明", "عبد الله", "x" * 150, "🙂"])
def test_any_name_gets_its_paper(certificate, name):
    certificate.name = name
    assert papers.pdf(certificate).startswith(b"%PDF-")


def test_who_attended_finds_it_on_the_page_of_their_booking_and_nobody_else_does(delivered):
    texts = {
        one.attendance: Client().get(reverse("courses:booking", args=[emails.booking_token(one)])).text
        for one in delivered.bookings.all()
    }
    assert page_of(delivered.certificates.get()) in texts["attended"]
    assert "certificate" not in texts["absent"]


def entry(booking):
    return reverse("courses:correct_entry", args=[booking.session_id, booking.pk])


def test_the_coordinator_corrects_a_name(certificate, coordinator):
    desk, url = signed_in_as(coordinator), entry(certificate.booking)
    assert page_of(certificate) in desk.get(url).text
    assert desk.post(url, {"name": " ", "attended": "perhaps"}).status_code == 422
    page = desk.post(url, {"name": "Zoë Nowak", "attended": "yes"}, follow=True)
    assert "on its way by email" in page.text
    assert certificate.booking.certificates.live().get().name == "Zoë Nowak"


def test_nobody_else_puts_a_register_right(certificate, dean, programme_lead, stranger):
    url = entry(certificate.booking)
    said = {"name": "Zoë Nowak", "attended": "no"}
    answers = [
        signed_in_as(who).post(url, said).status_code for who in (dean, programme_lead, stranger, None)
    ]
    assert answers == [403, 403, 404, 302]
    assert certificate.booking.certificates.live().exists()


def test_only_a_closed_register_is_put_right(coordinator):
    booking = BookingFactory(session=SessionFactory(starts_at=timezone.now() - timedelta(hours=1)))
    assert signed_in_as(coordinator).get(entry(booking)).status_code == 404


def test_the_sheet_to_sign_has_names_and_no_needs(delivered, coordinator, dean, stranger):
    url = reverse("courses:paper_register", args=[delivered.pk])
    text = signed_in_as(coordinator).get(url).text
    assert "Sam Asante" in text
    assert "Signature" in text
    assert "Large print." not in text
    answers = [signed_in_as(who).get(url).status_code for who in (dean, stranger, None)]
    assert answers == [403, 404, 302]


def test_the_coordinator_says_which_domains_a_course_serves(delivered, coordinator):
    desk, course = signed_in_as(coordinator), delivered.course
    url = reverse("courses:course_domains", args=[course.pk])
    assert desk.get(url).text.count("checked") == 1
    assert desk.post(url, {"domains": ["nonsense"]}).status_code == 422
    chosen = QualityDomain.objects.filter(number__in=[2, 6])
    page = desk.post(url, {"domains": [one.pk for one in chosen]}, follow=True)
    assert "Educational governance and commitment to quality; Developing a sustainable workforce" in page.text
    # what was certified before stays as it was
    assert delivered.certificates.get().domains == [
        "HEE Quality Framework 2021: 1. Learning environment and culture"
    ]


def test_nobody_else_says_what_courses_serve(delivered, dean, programme_lead, stranger):
    for url in ("/manage/courses/", reverse("courses:course_domains", args=[delivered.course_id])):
        answers = [signed_in_as(who).get(url).status_code for who in (dean, programme_lead, stranger, None)]
        assert answers == [403, 403, 404, 302]


@pytest.mark.parametrize("courses", [1, 3, 25])
def test_the_list_of_courses_costs_the_same_however_long(coordinator, courses, django_assert_num_queries):
    desk = signed_in_as(coordinator)
    for n in range(courses):
        CourseFactory(code=f"course-{n}").domains.set(QualityDomain.objects.all()[: n % 6])
    with django_assert_num_queries(5):
        assert desk.get("/manage/courses/").status_code == 200


@pytest.mark.parametrize("people", [1, 3, 25])
def test_pages_cost_the_same_however_many_came(coordinator, people):
    session = SessionFactory(starts_at=timezone.now() - timedelta(hours=3))
    booking, *_ = BookingFactory.create_batch(people, session=session)
    registers.mark(session=session, attended=session.bookings.all(), by=None)
    registers.close(session=session, by=None, now=timezone.now())
    certificate, desk = booking.certificates.get(), signed_in_as(coordinator)
    costs = {
        reverse("courses:register", args=[session.pk]): 6,
        reverse("courses:paper_register", args=[session.pk]): 4,
        entry(booking): 4,
        page_of(certificate): 3,
        page_of(certificate, "certificate_pdf"): 3,
    }
    found = {}
    for url in costs:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(url).status_code == 200
        found[url] = len(captured)
    assert found == costs


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_no_certificate_page_keeps_anybody_out(live_server, browser, certificate, coordinator, size):
    withdrawn = Certificate.objects.create(
        kind="delivery",
        holder=coordinator,
        session=certificate.session,
        name="X",
        course="Y",
        starts_at=certificate.starts_at,
        ends_at=certificate.ends_at,
        issued_at=certificate.issued_at,
        withdrawn_at=timezone.now(),
        withdrawn_because="name",
    )
    context = browser.new_context(viewport=size)
    cookies = signed_in_as(coordinator).cookies
    context.add_cookies([{"name": n, "value": c.value, "url": live_server.url} for n, c in cookies.items()])
    page, found = context.new_page(), []
    register = reverse("courses:register", args=[certificate.session_id])
    paper = reverse("courses:paper_register", args=[certificate.session_id])
    unknown = reverse("courses:certificate", args=["0"])
    courses = ["/manage/courses/", reverse("courses:course_domains", args=[certificate.session.course_id])]
    paths = [
        page_of(certificate),
        page_of(withdrawn),
        unknown,
        entry(certificate.booking),
        register,
        paper,
        *courses,
    ]
    for path in paths:
        page.goto(f"{live_server.url}{path}")
        found += barriers(page)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            found.append(f"{path} is too wide")
    context.close()
    assert found == []
