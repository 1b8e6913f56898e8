"""The register on paper: who has a place, room to sign, nothing that others may not read."""

import shutil
import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse

from courses import register_papers
from courses.tests.factories import NOW, BookingFactory, SessionFactory
from courses.tests.test_certificate_pages import streams
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    session = SessionFactory(starts_at=NOW + timedelta(days=1), venue__name="Hall 2: upstairs/left")
    BookingFactory(session=session, name="Zoë Łęcka", needs="Large print.")
    BookingFactory(session=session, name="Wei Waiting", state="waiting", place_in_line=1)
    return session


def pdf_of(session):
    return register_papers.pdf(session, list(session.bookings.booked().by_name()), now=NOW)


def said_in(pdf, tmp_path):
    """The text of the sheets, as a reader takes it out."""
    if shutil.which("pdftotext") is None:
        pytest.skip("There is no pdftotext on this machine.")
    (tmp_path / "register.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", tmp_path / "register.pdf", "-"], capture_output=True, check=True, text=True
    ).stdout


def test_it_is_tagged_with_its_language_title_and_a_head_for_its_table(session):
    pdf = pdf_of(session)
    held = streams(pdf)
    for mark in (b"pdfuaid", b"/StructTreeRoot", b"/Lang(en-GB)", b"DisplayDocTitle true", b"/TH"):
        assert mark in held
    assert pdf_of(session) == pdf


def test_it_names_who_has_a_place_and_leaves_out_needs_and_addresses(session, tmp_path):
    text = said_in(pdf_of(session), tmp_path)
    assert "Zoë Łęcka" in text
    assert "1 person has a place." in text
    for left_out in ("Wei Waiting", "Large print", session.bookings.first().email):
        assert left_out not in text


def test_every_sheet_has_the_heads_of_the_table_and_the_last_has_room_for_walk_ins(session, tmp_path):
    BookingFactory.create_batch(50, session=session)
    sheets = said_in(pdf_of(session), tmp_path).split("\f")[:-1]
    assert len(sheets) > 2
    assert all("Signature" in sheet for sheet in sheets)
    assert str(51 + register_papers.EMPTY_LINES) in sheets[-1]


@pytest.mark.parametrize("name", ["#panic() *x* _y_ $z$ <l> @m \\", "李 明", "x" * 120, "🙂"])
def test_any_name_gets_on_paper(session, name):
    session.bookings.update(name=name)
    assert pdf_of(session).startswith(b"%PDF-")


def test_the_coordinator_opens_it_and_nobody_else_outside_the_team(session, coordinator, dean, stranger):
    url = reverse("courses:paper_register_pdf", args=[session.pk])
    paper = signed_in_as(coordinator).get(url)
    assert paper["Content-Type"] == "application/pdf"
    assert "2026-01-07 Active Bystander, register, Hall 2 upstairsleft.pdf" in paper["Content-Disposition"]
    assert "no-store" in paper["Cache-Control"]
    answers = [signed_in_as(who).get(url).status_code for who in (dean, stranger, None)]
    assert answers == [403, 404, 302]
