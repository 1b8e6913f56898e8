"""PNG and JPEG pictures, read piece by piece to their end, so that nothing rides along behind it.

PNG: W3C "Portable Network Graphics (PNG) Specification", chapter 5. JPEG: ITU-T T.81, annex B.
"""

import re
import zlib

from stepforward.inspecting.refusals import NotTaken

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
MOST_PIXELS = 100_000_000
BROKEN = "This picture is damaged. Open it, save it again as PNG or JPEG, and try that."
MORE_BEHIND = "Something else is hidden behind this picture. Save it again as PNG or JPEG."
TOO_MANY_PIXELS = "This picture has more than 100 million pixels. Save it smaller."
FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
START_OF_SCAN, END_OF_PICTURE = 0xDA, 0xD9
AFTER_A_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
MOST_FURTHER = 8


def refuse_png(raw):
    """Raises NotTaken for what is not one whole PNG and nothing more."""
    place, first = len(PNG), True
    while place + 12 <= len(raw):
        length = int.from_bytes(raw[place : place + 4])
        kind, end = raw[place + 4 : place + 8], place + 12 + length
        if end > len(raw) or zlib.crc32(raw[place + 4 : end - 4]) != int.from_bytes(raw[end - 4 : end]):
            raise NotTaken(BROKEN)
        if first != (kind == b"IHDR"):
            raise NotTaken(BROKEN)
        if first:
            width, height = (int.from_bytes(raw[place + at : place + at + 4]) for at in (8, 12))
            _refuse_size(width, height)
        if kind == b"IEND":
            if raw[end:].strip(b"\x00\r\n "):
                raise NotTaken(MORE_BEHIND)
            return
        place, first = end, False
    raise NotTaken(BROKEN)


def refuse_jpeg(raw):
    """Raises NotTaken for what is not one whole JPEG and nothing more, but further JPEGs, as cameras add
    them."""
    place = _end_of_jpeg(raw, 0)
    for _ in range(MOST_FURTHER):
        if not raw[place:].strip(b"\x00\r\n "):
            return
        if not raw.startswith(JPEG, place):
            break
        place = _end_of_jpeg(raw, place)
    raise NotTaken(MORE_BEHIND)


def _end_of_jpeg(raw, start):
    """The offset behind the end of the picture that begins at `start`."""
    place, framed = start + 2, False
    while place + 4 <= len(raw):
        marker, length = raw[place + 1], int.from_bytes(raw[place + 2 : place + 4])
        if raw[place] != 0xFF or length < 2:
            raise NotTaken(BROKEN)
        if marker in FRAMES:
            height, width = (int.from_bytes(raw[place + at : place + at + 2]) for at in (5, 7))
            _refuse_size(width, height)
            framed = True
        place += 2 + length
        if marker == START_OF_SCAN:
            found = AFTER_A_SCAN.search(raw, place)
            if not framed or found is None:
                raise NotTaken(BROKEN)
            place = found.start()
            if raw[place + 1] == END_OF_PICTURE:
                return place + 2
    raise NotTaken(BROKEN)


def _refuse_size(width, height):
    if not width or not height:
        raise NotTaken(BROKEN)
    if width * height > MOST_PIXELS:
        raise NotTaken(TOO_MANY_PIXELS)
