"""iCalendar line by line (RFC 5545), for feeds of hundreds of entries: a tenth of what it costs to build an
object for each. Single invitations are made in courses.calendars."""

from datetime import UTC

AT_MOST = 75  # octets of a line, its end not counted
ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None})


def said(words):
    """A text as a value."""
    return words.translate(ESCAPED)


def moment(at):
    """An aware datetime as a value, in UTC."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def block(name, lines):
    """A component of these (NAME, value) pairs and of blocks like itself, folded."""
    inside = [line if isinstance(line, str) else folded(f"{line[0]}:{line[1]}") for line in lines]
    return "\r\n".join([f"BEGIN:{name}", *inside, f"END:{name}"])


def folded(line):
    """In pieces of at most 75 octets, never within a character."""
    if len(line) <= AT_MOST and line.isascii():
        return line
    rest, pieces, room = line.encode(), [], AT_MOST
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:  # the middle of a character
            cut -= 1
        pieces.append(rest[:cut])
        rest, room = rest[cut:], AT_MOST - 1
    return b"\r\n ".join([*pieces, rest]).decode()
