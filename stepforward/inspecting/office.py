"""Office documents without programs: Microsoft's (ECMA-376, "OOXML") and OpenDocument (ISO/IEC 26300)."""

import io
import posixpath
import zipfile
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from stepforward.inspecting.archives import Damaged, look_into
from stepforward.inspecting.refusals import NotTaken

MOST_PARTS = 5_000
MOST_UNPACKED = 200_000_000  # bytes
MOST_XML = 5_000_000  # bytes of a part that is parsed
MOST_RATIO, WORTH_A_RATIO = 200, 2_000_000  # how much smaller packed; of parts larger than that
END = b"PK\x05\x06"
BROKEN = "This document is damaged. Open it, save it again, and try that."
MACROS = (
    "This document has macros, which are programs. Save it without macros, such as .pptx, .docx or .xlsx."
)
LOCKED = "This document has a password, so it cannot be checked. Save it without."
OTHER_FILES = (
    "This document has other files or programs embedded. Paste them as pictures, or add them one by one."
)
FETCHES = "This document fetches parts from elsewhere. Save it without links to templates or other files."
UNPACKS_TOO_BIG = "This document unpacks to far more than one of its size should, so it was not opened."
ARCHIVE = "This is an archive. Take the files out and add them one by one."
MORE_AROUND = "Something else is hidden around this document. Open it, save it again, and try that."
OOXML = "application/vnd.openxmlformats-officedocument."
MAIN = {  # content type of the part that the document is
    OOXML + "presentationml.presentation.main+xml": "pptx",
    OOXML + "presentationml.slideshow.main+xml": "ppsx",
    OOXML + "wordprocessingml.document.main+xml": "docx",
    OOXML + "spreadsheetml.sheet.main+xml": "xlsx",
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
WITHIN = (".xlsx", ".docx", ".pptx")  # what charts and tables bring along
SHOWN = (".xml", ".rels", ".vml", ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".tif", ".tiff")
SHOWN += (".emf", ".wmf", ".svg", ".wdp", ".webp", ".mp4", ".m4a", ".m4v", ".mp3", ".wav", ".mov", ".wmv")
SHOWN += (".fntdata", ".odttf", ".ttf", ".otf")
PRINTER = "printersettings"  # the only .bin that is neither a program nor another file
DEPTH = 2  # documents within documents, such as a chart's own spreadsheet
HARMFUL = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # programs, archives, older documents
FETCHED = ("attachedTemplate", "oleObject", "frame", "subDocument", "externalLinkPath")
PROGRAMS_OF_OPEN_DOCUMENTS = ("basic/", "scripts/", "dialogs/")


def kind_of(file):
    """The kind ("pptx", "odt" …) of an archive that is an office document. Raises NotTaken."""
    archive = _looked_into(file)
    try:
        with zipfile.ZipFile(file) as opened:
            _refuse_damaged(opened)
            if archive.parts[0].filename == "mimetype":
                return _open_document(opened, archive)
            if "[content_types].xml" not in archive.names:
                raise NotTaken(ARCHIVE)
            return _ooxml(opened, archive)
    finally:
        file.seek(0)


def _looked_into(file):
    try:
        archive = look_into(file)
    except Damaged as error:
        raise NotTaken(BROKEN) from error
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - 22, 0))
    ends_well = file.read(4) == END
    file.seek(0)
    names = [part.filename for part in archive.parts]
    if not ends_well or not names or min(part.header_offset for part in archive.parts) != 0:
        raise NotTaken(MORE_AROUND)
    if len(archive.names) != len(names) or any(
        posixpath.isabs(one) or ".." in one.split("/") for one in names
    ):
        raise NotTaken(BROKEN)
    if any(part.flag_bits & 1 for part in archive.parts):
        raise NotTaken(LOCKED)
    if len(names) > MOST_PARTS or archive.unpacked() > MOST_UNPACKED or any(map(_is_bomb, archive.parts)):
        raise NotTaken(UNPACKS_TOO_BIG)
    if archive.has_macros:
        raise NotTaken(MACROS)
    return archive


def _is_bomb(part):
    return part.file_size > WORTH_A_RATIO and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _refuse_damaged(opened):
    try:
        damaged = opened.testzip()
    except Exception as error:  # whatever a damaged archive makes the packers say
        raise NotTaken(BROKEN) from error
    if damaged is not None:
        raise NotTaken(BROKEN)


def _ooxml(opened, archive):
    types = _parsed(opened, archive, "[content_types].xml")
    said = [element.get("ContentType", "") for element in types]
    if any("macroenabled" in one.lower() for one in said):
        raise NotTaken(MACROS)
    kinds = {MAIN[one] for one in said if one in MAIN}
    if len(kinds) != 1:
        raise NotTaken(ARCHIVE)
    _refuse_parts(opened, archive, DEPTH)
    return kinds.pop()


def _refuse_parts(opened, archive, depth):
    for part in archive.parts:
        name = part.filename.lower()
        if part.is_dir():
            continue
        if name.endswith(WITHIN) and depth:
            _refuse_inner(io.BytesIO(opened.read(part)), depth - 1)
            continue
        shown = name.endswith(SHOWN) or (name.endswith(".bin") and PRINTER in name)
        if not shown or _begins(opened, part).startswith(HARMFUL):
            raise NotTaken(OTHER_FILES)
        if name.endswith(".rels"):
            _refuse_fetching(_parsed(opened, archive, name))


def _refuse_inner(file, depth):
    archive = _looked_into(file)
    with zipfile.ZipFile(file) as opened:
        _refuse_damaged(opened)
        if "[content_types].xml" not in archive.names:
            raise NotTaken(OTHER_FILES)
        _refuse_parts(opened, archive, depth)


def _begins(opened, part):
    with opened.open(part) as content:
        return content.read(4)


def _refuse_fetching(relations):
    for relation in relations:
        kind = relation.get("Type", "").rpartition("/")[2]
        if relation.get("TargetMode") == "External" and kind in FETCHED:
            raise NotTaken(FETCHES)


def _open_document(opened, archive):
    kind = OPEN_DOCUMENT.get(opened.read("mimetype").strip())
    if kind is None:
        raise NotTaken(ARCHIVE)
    if any(name.startswith(PROGRAMS_OF_OPEN_DOCUMENTS) for name in archive.names):
        raise NotTaken(MACROS)
    manifest = _parsed(opened, archive, "meta-inf/manifest.xml")
    if any(element.tag.endswith("}encryption-data") for element in manifest.iter()):
        raise NotTaken(LOCKED)
    if any(_begins(opened, part).startswith(HARMFUL) for part in archive.parts if not part.is_dir()):
        raise NotTaken(OTHER_FILES)
    return kind


def _parsed(opened, archive, name):
    """A part as XML, found whatever the case of its name is."""
    part = next((one for one in archive.parts if one.filename.lower() == name), None)
    if part is None or part.file_size > MOST_XML:
        raise NotTaken(BROKEN)
    try:
        return fromstring(opened.read(part))
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise NotTaken(BROKEN) from error
