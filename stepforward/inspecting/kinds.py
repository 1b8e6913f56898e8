"""What a file is, told by what is in it and never by its name, and whether it is safe to hand on.

Taken are files that only show. Each is read to its end: what is two things at once, has something hidden
before or behind, holds a program, or unpacks to more than it should, is refused with a sentence.
"""

import io
import zipfile
from dataclasses import dataclass

from stepforward.inspecting import office, pdfs, pictures, texts
from stepforward.inspecting.refusals import NotTaken

MOST_BYTES = 20_000_000
TOO_BIG = (
    f"The file must be smaller than {MOST_BYTES // 1_000_000}MB. Make its pictures smaller, or split it."
)
EMPTY = "The file is empty."
PROGRAM = "This file is a program, so it is not taken."
PAGE = "This is a web page or an SVG drawing, which can hold programs. Save pictures as PNG or JPEG."
OLD_OFFICE = "This is an older office file, or has a password. Save it as .pptx, .docx or .xlsx without one."
OTHER_PICTURE = "Save pictures as PNG or JPEG."
TWO_THINGS = "This file is two things at once. Open it, save it again, and try that."
UNKNOWN = "We take PDF, PowerPoint, Word, Excel, OpenDocument, PNG, JPEG and plain text."
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe")
PROGRAMS += (b"\xcf\xfa\xed\xfe", b"dex\n", b"L\x00\x00\x00\x01\x14\x02\x00")
OTHER_PICTURES = (b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*")
OLE = b"\xd0\xcf\x11\xe0"
HEAD = 1_024  # bytes in which readers of PDF look for its beginning


@dataclass(frozen=True)
class Kind:
    key: str  # its ending, too
    label: str
    content_type: str


def _kinds():
    documents = "application/vnd.openxmlformats-officedocument."
    open_documents = "application/vnd.oasis.opendocument."
    yield Kind("pdf", "PDF", "application/pdf")
    yield Kind("pptx", "PowerPoint", f"{documents}presentationml.presentation")
    yield Kind("ppsx", "PowerPoint show", f"{documents}presentationml.slideshow")
    yield Kind("docx", "Word", f"{documents}wordprocessingml.document")
    yield Kind("xlsx", "Excel", f"{documents}spreadsheetml.sheet")
    yield Kind("odp", "OpenDocument slides", f"{open_documents}presentation")
    yield Kind("odt", "OpenDocument text", f"{open_documents}text")
    yield Kind("ods", "OpenDocument spreadsheet", f"{open_documents}spreadsheet")
    yield Kind("png", "PNG picture", "image/png")
    yield Kind("jpg", "JPEG picture", "image/jpeg")
    yield Kind("txt", "Plain text", "text/plain; charset=utf-8")


KINDS = {kind.key: kind for kind in _kinds()}


def kind_of(file):
    """The Kind of a seekable binary `file`, which stands at its beginning afterwards. Raises NotTaken."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size == 0:
        raise NotTaken(EMPTY)
    if size > MOST_BYTES:
        raise NotTaken(TOO_BIG)
    head = file.read(HEAD)
    file.seek(0)
    return KINDS[_key(file, head)]


def _key(file, head):
    if head.startswith(PROGRAMS):
        raise NotTaken(PROGRAM)
    if head.startswith(OLE):
        raise NotTaken(OLD_OFFICE)
    if head.startswith(b"PK"):
        _refuse_two_things(head)
        return office.kind_of(file)
    archive_too = zipfile.is_zipfile(file)
    file.seek(0)
    raw = file.read()
    file.seek(0)
    if archive_too:
        raise NotTaken(TWO_THINGS)
    if head.startswith(pdfs.BEGINS):
        if texts.is_markup(head[:256].decode("latin-1")):
            raise NotTaken(TWO_THINGS)
        pdfs.refuse(raw)
        return "pdf"
    _refuse_two_things(head)
    if head.startswith(pictures.PNG):
        pictures.refuse_png(raw)
        return "png"
    if head.startswith(pictures.JPEG):
        pictures.refuse_jpeg(raw)
        return "jpg"
    return _text(raw, head)


def _text(raw, head):
    if head.startswith(OTHER_PICTURES) or head[4:8] == b"ftyp":
        raise NotTaken(OTHER_PICTURE)
    text = texts.decoded(raw)
    if text is None:
        raise NotTaken(UNKNOWN)
    if not text.strip():
        raise NotTaken(EMPTY)
    if texts.is_markup(text) or text.lstrip().startswith("{\\rtf"):
        raise NotTaken(PAGE if texts.is_markup(text) else UNKNOWN)
    return "txt"


def _refuse_two_things(head):
    if pdfs.BEGINS in head:
        raise NotTaken(TWO_THINGS)
