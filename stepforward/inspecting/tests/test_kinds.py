"""What is in a file decides what it is. Whatever could do harm is refused with a sentence."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepforward.inspecting.kinds import KINDS, MOST_BYTES, kind_of
from stepforward.inspecting.naming import file_name
from stepforward.inspecting.refusals import NotTaken
from stepforward.inspecting.tests.files import (
    JPEG,
    OOXML,
    WHOLE,
    chunk,
    objects_packed,
    ooxml,
    open_document,
    pdf,
    png,
    with_part,
    xlsx,
    zipped,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXTERNAL = (
    '<Relationship Type="http://x/relationships/{}" Target="http://evil.example/" TargetMode="External"/>'
)
MACRO_MAIN = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
ENCRYPTED = '<m:manifest xmlns:m="urn:oasis:m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'


def lying_bomb():
    """A part that states to be small and is not."""
    content = with_part(ooxml(), "ppt/media/image1.png", b"0" * 3_000_000)
    return content.replace((3_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))


def locked():
    content = bytearray(ooxml())
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(mark) + at] |= 1
    return bytes(content)


def inside(inner, name="ppt/embeddings/sheet1.xlsx"):
    return with_part(ooxml(), name, inner)


HOSTILE = {
    "nothing": (b"", "is empty"),
    "only blanks": (b" \n\t\n", "is empty"),
    "100 MB": (b"0" * (MOST_BYTES + 1), "smaller than 20MB"),
    "an SVG with a script": (SVG, "web page or an SVG"),
    "an SVG after a heading": (b"\xef\xbb\xbf<?xml version='1.0'?>\n" + SVG, "web page or an SVG"),
    "an SVG in UTF-16": (SVG.decode().encode("utf-16"), "web page or an SVG"),
    "a web page": (b"<!DOCTYPE html><p>hi", "web page"),
    "a page behind some text": (b"hello " * 900 + b"<script>alert(1)</script>", "web page"),
    "PHP": (b"<?php system($_GET['x']);", "web page"),
    "a program for Windows": (b"MZ\x90\0" + b"\0" * 100, "is a program"),
    "a program for Linux": (b"\x7fELF\x02\x01\x01", "is a program"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "is a program"),
    "an old Office file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older office file"),
    "a GIF": (b"GIF89a\x01\0\x01\0", "PNG or JPEG"),
    "rubbish": (bytes(range(256)) * 4, "We take PDF"),
    "text with NULs": (b"hel\0lo", "We take PDF"),
    "rich text": (rb"{\rtf1\ansi hello}", "We take PDF"),
    # documents
    "macros": (with_part(ooxml(), "ppt/vbaProject.bin", b"x"), "macros"),
    "macros by another name": (ooxml(main=MACRO_MAIN), "macros"),
    "macros in a document within": (inside(with_part(xlsx(), "xl/vbaProject.bin", b"x")), "macros"),
    "macros in OpenDocument": (open_document(more={"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
    "a zip bomb": (with_part(ooxml(), "ppt/media/image1.png", b"0" * 50_000_000), "unpacks to far more"),
    "a bomb within": (inside(with_part(xlsx(), "xl/x.xml", b"0" * 50_000_000)), "unpacks to far more"),
    "a bomb that lies": (lying_bomb(), "damaged"),
    "a program within": (with_part(ooxml(), "ppt/media/image1.png", b"MZ\x90\0"), "embedded"),
    "an embedded object": (with_part(ooxml(), "ppt/embeddings/oleObject1.bin", b"x"), "embedded"),
    "an archive within": (with_part(ooxml(), "ppt/media/a.zip", zipped({"a": "b"})), "embedded"),
    "no document within": (inside(zipped({"a": "b"})), "embedded"),
    "a document in a document …": (inside(inside(inside(xlsx()))), "embedded"),
    "a template from elsewhere": (ooxml(relations=EXTERNAL.format("attachedTemplate")), "elsewhere"),
    "entities": (zipped({"[Content_Types].xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "damaged"),
    "a path that leaves": (with_part(ooxml(), "../evil.xml", "x"), "damaged"),
    "one name twice": (with_part(ooxml(), "PPT/presentation.xml", "x"), "damaged"),
    "a password": (locked(), "password"),
    "a password in OpenDocument": (open_document(manifest=ENCRYPTED), "password"),
    "an archive": (zipped({"a.txt": "b"}), "is an archive"),
    "another OpenDocument": (open_document("graphics"), "is an archive"),
    "a template": (ooxml(main=f"{OOXML}presentationml.template.main+xml"), "is an archive"),
    "half a document": (ooxml()[:300], "damaged"),
    "something behind": (ooxml() + b"more", "damaged|hidden around"),
    "something before": (b"PK\x03\x04 more" + ooxml(), "hidden around"),
    "a program in OpenDocument": (open_document(more={"Pictures/a.png": b"MZ\x90\0"}), "embedded"),
    # PDF
    "a program in a PDF": (pdf(b"5 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj"), "holds a program"),
    "its name disguised": (pdf(b"5 0 obj\n<</S/Java#53cript/JS(x)>>\nendobj"), "holds a program"),
    "a program packed": (pdf(objects_packed(b"6 0 <</S/JavaScript/JS(x)>>")), "holds a program"),
    "a PDF that starts one": (pdf(b"5 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj"), "holds a program"),
    "a file in a PDF": (pdf(b"5 0 obj\n<</Type/EmbeddedFile>>\nendobj"), "holds a program or other files"),
    "a locked PDF": (pdf(trailer=b"/Root 1 0 R/Encrypt 7 0 R"), "password or is locked"),
    "a PDF bomb": (pdf(objects_packed(b"0" * 60_000_000)), "unpacks to far more"),
    "a PDF badly packed": (pdf(objects_packed(b"x").replace(b"\x78\x9c", b"\0\0")), "damaged"),
    "half a PDF": (pdf()[:80], "damaged"),
    "no end of a PDF": (b"%PDF-1.7\n%%EOF", "damaged"),
    "a PDF with an archive behind": (pdf() + zipped({"a": "b"}), "two things"),
    "a PDF with a page behind": (pdf(b"%" * 300) + SVG, "hidden behind"),
    "a PDF that is a page": (b"%PDF-1.7<html><script>" + pdf(), "two things"),
    # one in another
    "a PDF in a PNG": (png()[:8] + chunk(b"tEXt", pdf()) + png()[8:], "two things"),
    "a PDF in a document": (zipped({"a": pdf()}, stored=("a",)), "two things"),
    "a PDF in a text": (b"hello\n" + pdf(), "two things"),
    "an archive behind a PNG": (png() + zipped({"a": "b"}), "two things"),
    "a page behind a PNG": (png() + SVG, "hidden behind"),
    "a page behind a JPEG": (JPEG + SVG + b"\xff\xd9", "hidden behind"),
    "half a PNG": (png()[:-3], "damaged"),
    "a PNG without a head": (png()[:8] + chunk(b"IEND", b""), "damaged"),
    "a PNG of 10 gigapixels": (png(100_000, 100_000), "100 million pixels"),
    "a PNG of nothing": (png(0, 1), "damaged"),
    "half a JPEG": (JPEG[:-2], "damaged"),
    "a JPEG without a picture": (b"\xff\xd8\xff\xe0\0\x04ab\xff\xd9", "damaged"),
}


@pytest.mark.parametrize("key", KINDS)
def test_every_kind_is_known_by_what_is_in_it(key):
    file = io.BytesIO(WHOLE[key])
    assert kind_of(file).key == key
    assert file.tell() == 0


@pytest.mark.parametrize("what", HOSTILE)
def test_it_is_refused_with_a_sentence(what):
    content, why = HOSTILE[what]
    with pytest.raises(NotTaken, match=why) as refused:
        kind_of(io.BytesIO(content))
    assert refused.value.why.endswith(".")
    assert len(refused.value.why) < 150


@pytest.mark.parametrize(
    "content",
    [
        with_part(ooxml(), "ppt/embeddings/sheet1.xlsx", xlsx()),
        with_part(ooxml(), "ppt/printerSettings/printerSettings1.bin", b"\0\1"),
        ooxml(relations=EXTERNAL.format("hyperlink")),
        JPEG + JPEG,
        png() + b"\n",
        "Zoë’s words".encode("cp1252"),
        "Zoë’s words".encode("utf-16"),
        pdf(b"5 0 obj\n(The law on JavaScript, /JS and 1 < 2)\nendobj"),
    ],
    ids=["a chart", "a printer", "a link", "a phone", "a line end", "Windows", "UTF-16", "words in a PDF"],
)
def test_what_honest_programs_write_is_taken(content):
    kind_of(io.BytesIO(content))


@given(st.sampled_from(list(WHOLE.values())), st.data())
def test_any_damage_is_taken_or_refused_but_never_an_error(content, data):
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at] = data.draw(st.integers(0, 255))
    for some in (bytes(broken), bytes(broken[: data.draw(st.integers(0, len(broken)))])):
        try:
            kind_of(io.BytesIO(some))
        except NotTaken as refused:
            assert refused.why


@given(st.binary(max_size=300))
def test_any_bytes_are_taken_or_refused(content):
    try:
        kind_of(io.BytesIO(content))
    except NotTaken as refused:
        assert refused.why


@given(st.text(max_size=300))
def test_any_title_makes_a_file_name(title):
    name = file_name(title, "pptx")
    assert name.endswith(".pptx")
    assert not set(name) & set('\\/:*?"<>|\r\n\0')
    assert 5 < len(name) <= 160
    assert not name.startswith(".")
    assert file_name(name, "pptx") == name
