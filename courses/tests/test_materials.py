"""Files of courses and sessions: who gets them, as what, and what becomes of them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses import emails, materials, scheduling
from courses.models import Material, MaterialPart
from courses.refusals import TooMany
from courses.tests.factories import NOW, BookingFactory, CourseFactory, SessionFactory
from stepforward.audit.models import AuditEvent
from stepforward.inspecting.refusals import NotTaken
from stepforward.inspecting.tests.files import WHOLE, ooxml, pdf, with_part
from stepforward.inspecting.uploading import MOST_KEPT, BoundedUpload
from stepforward.outbox.models import OutgoingEmail
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db


def a_material(by, *, kind="pdf", title="Handout", readers="people", **owner):
    owner = owner or {"course": CourseFactory()}
    file = io.BytesIO(WHOLE[kind])
    return materials.add(title=title, readers=readers, file=file, by=by, now=NOW, **owner)


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


@pytest.fixture
def session():
    return SessionFactory(starts_at=timezone.now() + timezone.timedelta(days=9))


def upload(name="slides.pptx", content=None):
    return SimpleUploadedFile(name, WHOLE["pptx"] if content is None else content)


def page(session):
    return reverse("courses:session_materials", args=[session.pk])


def links_of(booking):
    """What the private page of a booking leads to, and its token."""
    token = emails.booking_token(booking)
    return Client().get(reverse("courses:booking", args=[token])).text, token


# --- added, changed, replaced, removed ---


@pytest.mark.parametrize("kind", WHOLE)
def test_every_kind_comes_back_as_it_was(coordinator, kind):
    material = a_material(coordinator, kind=kind)
    assert material.kind == kind
    assert b"".join(materials.content_of(material)) == WHOLE[kind]


def test_a_large_file_is_kept_in_pieces(coordinator):
    large = pdf(b"%" + b"x" * 700_000)
    material = materials.add(
        course=CourseFactory(), title="T", readers="team", file=io.BytesIO(large), by=coordinator, now=NOW
    )
    pieces = list(materials.content_of(material))
    assert len(pieces) == 3
    assert b"".join(pieces) == large


def test_text_is_kept_as_utf_8(coordinator):
    text = "Zoë’s words"
    material = materials.add(
        course=CourseFactory(),
        title="T",
        readers="team",
        file=io.BytesIO(text.encode("cp1252")),
        by=coordinator,
        now=NOW,
    )
    assert b"".join(materials.content_of(material)) == text.encode()


def test_nothing_harmful_gets_past_the_verb_either(coordinator):
    file = io.BytesIO(with_part(ooxml(), "ppt/vbaProject.bin", b"x"))
    with pytest.raises(NotTaken):
        materials.add(course=CourseFactory(), title="T", readers="team", file=file, by=coordinator, now=NOW)
    assert not Material.objects.exists()


def test_a_replaced_file_keeps_its_links_and_is_written_down(coordinator):
    material = a_material(coordinator)
    before, pk = material.digest, material.pk
    changed = materials.change(
        material=material,
        title="Handout, new",
        readers="people",
        file=io.BytesIO(WHOLE["png"]),
        by=coordinator,
        now=NOW,
    )
    assert (changed.pk, changed.kind, changed.title) == (pk, "png", "Handout, new")
    assert b"".join(materials.content_of(changed)) == WHOLE["png"]
    assert MaterialPart.objects.count() == 1
    events = {event.verb: event.details for event in AuditEvent.objects.all()}
    assert set(events) == {"material added", "material replaced", "material changed"}
    assert events["material replaced"]["before"] == before
    assert events["material replaced"]["digest"] == changed.digest != before


def test_a_file_that_cannot_replace_another_leaves_it(coordinator):
    material = a_material(coordinator)
    with pytest.raises(NotTaken):
        materials.change(
            material=material, title="X", readers="team", file=io.BytesIO(b"MZ"), by=coordinator, now=NOW
        )
    material.refresh_from_db()
    assert material.title == "Handout"
    assert b"".join(materials.content_of(material)) == WHOLE["pdf"]


def test_one_replaced_on_the_way_ends_early_and_is_no_mixture(coordinator):
    material = materials.add(
        course=CourseFactory(),
        title="T",
        readers="team",
        file=io.BytesIO(pdf(b"%" + b"x" * 700_000)),
        by=coordinator,
        now=NOW,
    )
    pieces = materials.content_of(material)
    next(pieces)
    materials.change(
        material=material, title="T", readers="team", file=io.BytesIO(WHOLE["png"]), by=coordinator, now=NOW
    )
    assert list(pieces) == []


def test_removing_leaves_only_what_was_written_down(coordinator):
    material = a_material(coordinator)
    materials.remove(material=material, by=coordinator)
    assert not Material.objects.exists()
    assert not MaterialPart.objects.exists()
    event = AuditEvent.objects.first()
    assert (event.verb, event.by, event.details["file_kind"]) == ("material removed", coordinator, "pdf")


def test_there_are_only_so_many(coordinator, monkeypatch):
    monkeypatch.setattr(materials, "MOST", 2)
    a_material(coordinator)
    a_material(coordinator)
    with pytest.raises(TooMany, match="2 materials"):
        a_material(coordinator)


def test_the_database_keeps_it_to_one_owner_and_a_size(coordinator, session):
    material = a_material(coordinator)
    for wrong in ({"session": session}, {"course": None}, {"size": 0}, {"size": 20_000_001}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Material.objects.filter(pk=material.pk).update(**wrong)


# --- who gets it, and how ---


def test_it_is_given_out_as_a_download_that_runs_nowhere(desk, coordinator, session):
    title = "Zoë’s slides: “day 1” <b>.pptx"
    material = a_material(coordinator, kind="pptx", title=title, session=session)
    file = desk.get(reverse("courses:session_material", args=[session.pk, material.pk]))
    assert file.getvalue() == WHOLE["pptx"]
    assert file["Content-Type"] == "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    assert file["Content-Disposition"].startswith("attachment; filename*=utf-8''Zo%C3%AB%E2%80%99s%20slides")
    assert "%3C" not in file["Content-Disposition"]
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Cache-Control"] == "private, no-store"
    assert file["Content-Length"] == str(len(WHOLE["pptx"]))
    policy = file["Content-Security-Policy"].split("; ")
    assert "sandbox" in policy
    assert "default-src 'none'" in policy


def test_people_with_a_place_get_what_is_for_them_and_nobody_else(coordinator, session):
    for_people = a_material(coordinator, course=session.course)
    for_team = a_material(coordinator, title="Notes", readers="team", session=session)
    elsewhere = a_material(coordinator, title="Another day", session=SessionFactory())
    booked = BookingFactory(session=session)
    html, token = links_of(booked)
    link = reverse("courses:booked_material", args=[token, for_people.pk])
    assert link in html
    assert "Notes" not in html
    file = Client().get(link)
    assert file.getvalue() == WHOLE["pdf"]
    assert "sandbox" in file["Content-Security-Policy"]
    assert (file["Cache-Control"], file["X-Robots-Tag"]) == ("private, no-store", "noindex")
    for other in (for_team, elsewhere):
        assert Client().get(reverse("courses:booked_material", args=[token, other.pk])).status_code == 404
    assert Client().get(reverse("courses:booked_material", args=["x" * 43, for_people.pk])).status_code == 404


@pytest.mark.parametrize("state", ["waiting", "offered", "cancelled", "lapsed"])
def test_without_a_place_there_is_nothing_to_download(coordinator, session, state):
    material = a_material(coordinator, course=session.course)
    more = {"place_in_line": 1} if state in {"waiting", "offered"} else {"ended_at": timezone.now()}
    if state == "offered":
        more["hold_until"] = timezone.now() + timezone.timedelta(hours=5)
    html, token = links_of(BookingFactory(session=session, state=state, **more))
    assert "Handout" not in html
    assert Client().get(reverse("courses:booked_material", args=[token, material.pk])).status_code == 404


def test_a_session_called_off_hands_nothing_out(coordinator, session):
    material, booking = a_material(coordinator, course=session.course), BookingFactory(session=session)
    token = emails.booking_token(booking)
    scheduling.call_off(session=session, reason="Snow", by=coordinator, now=timezone.now())
    assert Client().get(reverse("courses:booked_material", args=[token, material.pk])).status_code == 404


def test_no_email_carries_a_file(coordinator, session):
    material = a_material(coordinator, session=session)
    materials.change(material=material, title="New", readers="team", by=coordinator, now=NOW)
    materials.remove(material=material, by=coordinator)
    assert not OutgoingEmail.objects.exists()


def test_nobody_else_gets_near_them(coordinator, session, dean, programme_lead, stranger):
    material = a_material(coordinator, session=session)
    pages = [
        page(session),
        reverse("courses:session_material", args=[session.pk, material.pk]),
        reverse("courses:material", args=[material.pk]),
        reverse("courses:material_file", args=[material.pk]),
        reverse("courses:course_materials", args=[session.course_id]),
    ]
    for url in pages:
        answers = [signed_in_as(who).get(url).status_code for who in (dean, programme_lead, stranger, None)]
        assert answers == [403, 403, 404, 302], url
    deeds = [page(session), pages[2], reverse("courses:remove_material", args=[material.pk])]
    for url in deeds:
        said = {"title": "X", "readers": "team", "file": upload()}
        answers = [signed_in_as(who).post(url, said).status_code for who in (dean, stranger, None)]
        assert answers == [403, 404, 302], url
    assert Material.objects.get().title == "Handout"


# --- the pages ---


def test_a_file_is_added_replaced_and_removed_on_its_pages(desk, session):
    said = {"title": "Slides", "readers": "people", "file": upload("anything.exe")}
    html = desk.post(page(session), said, follow=True).text
    assert "“Slides” is added" in html
    material = Material.objects.get()
    assert (material.kind, material.session) == ("pptx", session)
    change = reverse("courses:material", args=[material.pk])
    assert "Saved." in desk.post(change, {"title": "Slides 2", "readers": "team"}, follow=True).text
    said = {"title": "Slides 2", "readers": "team", "file": upload(content=WHOLE["pdf"])}
    assert "The file is replaced" in desk.post(change, said, follow=True).text
    material.refresh_from_db()
    assert (material.kind, material.title, material.readers) == ("pdf", "Slides 2", "team")
    gone = desk.post(reverse("courses:remove_material", args=[material.pk]), follow=True)
    assert "“Slides 2” is removed" in gone.text
    course = reverse("courses:course_materials", args=[session.course_id])
    desk.post(course, {"title": "For all", "readers": "team", "file": upload()})
    assert "comes with the course" in desk.get(page(session)).text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG drawing"),
        (b"<html><script>alert(1)</script>", "web page"),
        (with_part(ooxml(), "ppt/vbaProject.bin", b"x"), "has macros"),
        (with_part(ooxml(), "ppt/media/a.png", b"0" * 30_000_000), "unpacks to far more"),
        (b"MZ\x90\x00" + b"\0" * 60, "is a program"),
        (pdf() + WHOLE["pptx"], "two things at once"),
        (b"0" * 100_000_000, "smaller than 20MB"),
    ],
    ids=["empty", "svg", "html", "macros", "bomb", "program", "polyglot", "100 MB"],
)
def test_a_bad_file_gets_a_sentence_at_its_field_and_loses_nothing(desk, session, content, why):
    response = desk.post(
        page(session), {"title": "Kept", "readers": "people", "file": upload("a.pdf", content)}
    )
    assert response.status_code == 422
    [sentence] = response.context["form"].errors["file"]
    assert why in sentence
    assert 'value="Kept"' in response.text
    assert not Material.objects.exists()


def test_a_file_too_large_fills_no_disk():
    handler = BoundedUpload()
    handler.new_file("file", "a.pdf", "application/pdf", 50_000_000)
    for start in range(0, 50_000_000, 1_000_000):
        handler.receive_data_chunk(b"0" * 1_000_000, start)
    file = handler.file_complete(50_000_000)
    assert file.size == 50_000_000
    assert len(file.file.read()) <= MOST_KEPT
    file.close()


@pytest.mark.parametrize("count", [1, 3, 25])
def test_pages_cost_the_same_however_many_there_are(desk, coordinator, session, count):
    for n in range(count):
        a_material(coordinator, title=f"{n}", session=session)
    booking = BookingFactory(session=session)
    private = reverse("courses:booking", args=[emails.booking_token(booking)])
    course = reverse("courses:course_materials", args=[session.course_id])
    costs = {page(session): 4, course: 4, private: 6}
    found = {}
    for url in costs:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(url).status_code == 200
        found[url] = len(captured)
        assert not any("materialpart" in query["sql"] for query in captured)
    assert found == costs
