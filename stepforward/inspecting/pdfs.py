"""PDF documents (ISO 32000-2) that only show: no programs, no files within, nothing before or behind."""

import re
import zlib

from stepforward.inspecting.refusals import NotTaken

BEGINS, ENDS = b"%PDF-", b"%%EOF"
BROKEN = "This PDF is damaged. Open it, print it to a new PDF, and try that."
MORE_BEHIND = "Something else is hidden behind this PDF. Print it to a new PDF, and try that."
LOCKED = "This PDF has a password or is locked, so it cannot be checked. Save it without."
ACTIVE = "This PDF holds a program or other files. Print it to a new PDF, which has none, and try that."
UNPACKS_TOO_BIG = "This PDF unpacks to far more than one of its size should, so it was not opened."
MOST_UNPACKED = 50_000_000  # bytes of all its object streams together


def _name(word):
    """A pattern for /word, each letter as itself or as #xx."""
    return b"/" + b"".join(b"(?:%c|#%02x|#%02X)" % (letter, letter, letter) for letter in word.encode())


ACTIVE_NAMES = re.compile(
    b"|".join(map(_name, ("JavaScript", "Launch", "EmbeddedFile", "RichMedia", "ImportData")))
)
LOCK = re.compile(_name("Encrypt") + rb"\s*(?:\d+\s+\d+\s+R|<<)")
OBJECTS = re.compile(_name("ObjStm"))
STREAM = re.compile(rb"(?<!end)stream\r?\n")
DICTIONARY = 1_000  # bytes between the name of a stream's type and the stream


def refuse(raw):
    """Raises NotTaken for bytes that begin as a PDF and are more, or less, than one to read."""
    end = raw.rstrip(b"\x00\r\n\t ")
    if not end.endswith(ENDS):
        raise NotTaken(MORE_BEHIND if ENDS in raw else BROKEN)
    if b"startxref" not in end[-2_000:]:
        raise NotTaken(BROKEN)
    if LOCK.search(raw):
        raise NotTaken(LOCKED)
    left = MOST_UNPACKED
    if ACTIVE_NAMES.search(raw):
        raise NotTaken(ACTIVE)
    for named in OBJECTS.finditer(raw):
        begins = STREAM.search(raw, named.end(), named.end() + DICTIONARY)
        if begins is None:
            raise NotTaken(BROKEN)
        objects = _unpacked(raw[begins.end() :], left)
        left -= len(objects)
        if ACTIVE_NAMES.search(objects):
            raise NotTaken(ACTIVE)


def _unpacked(packed, at_most):
    """The objects that a stream begins with, in the one way in which all programs pack them."""
    unpacking = zlib.decompressobj()
    try:
        objects = unpacking.decompress(packed, at_most + 1)
    except zlib.error as error:
        raise NotTaken(BROKEN) from error
    if len(objects) > at_most:
        raise NotTaken(UNPACKS_TOO_BIG)
    return objects
