"""Small files of every kind that we take, whole and valid, made here."""

import base64
import io
import zipfile
import zlib

import openpyxl

OOXML = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
    "ppsx": ("ppt/presentation.xml", "presentationml.slideshow.main+xml"),
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
}
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQ"
    "CgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k="
)


def zipped(parts, stored=()):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            packed = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, packed)
    return file.getvalue()


def with_part(content, name, text):
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return file.getvalue()


def ooxml(kind="pptx", main=None, relations=""):
    name, content_type = MAIN[kind]
    override = f'<Override PartName="/{name}" ContentType="{main or OOXML + content_type}"/>'
    return zipped(
        {
            "[Content_Types].xml": TYPES.format(override),
            "_rels/.rels": RELATIONS.format(relations),
            name: "<x/>",
        }
    )


def xlsx():
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def open_document(kind="text", more=None, manifest="<m/>"):
    mime = f"application/vnd.oasis.opendocument.{kind}"
    parts = {"mimetype": mime, "content.xml": "<x/>", "META-INF/manifest.xml": manifest}
    return zipped(parts | (more or {}), stored=("mimetype",))


def chunk(kind, content):
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def png(width=1, height=1):
    size = width.to_bytes(4) + height.to_bytes(4)
    pixels = zlib.compress(b"\0" * 4)
    pieces = [(b"IHDR", size + b"\x08\x02\0\0\0"), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*piece) for piece in pieces)


def pdf(objects=b"", trailer=b"/Root 1 0 R"):
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n" + objects + b"\nxref\n0 1\n"
        b"0000000000 65535 f \ntrailer\n<</Size 3" + trailer + b">>\nstartxref\n9\n%%EOF\n"
    )


def objects_packed(content):
    packed = zlib.compress(content)
    return b"3 0 obj\n<</Type/ObjStm/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj" % (
        len(packed),
        packed,
    )


WHOLE = {
    "pdf": pdf(objects_packed(b"4 0 <</Type/Font>>")),
    "pptx": ooxml(),
    "ppsx": ooxml("ppsx"),
    "docx": ooxml("docx"),
    "xlsx": xlsx(),
    "odt": open_document(),
    "odp": open_document("presentation"),
    "ods": open_document("spreadsheet"),
    "png": png(),
    "jpg": JPEG,
    "txt": "Ask, listen, name it.\nZoë\n".encode(),
}
