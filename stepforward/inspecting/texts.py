"""Plain text in whatever it was written: UTF-8, UTF-16 with a mark, or Windows-1252."""

import re
import unicodedata

WITH_A_MARK = (b"\xff\xfe", b"\xfe\xff")
MARKUP = re.compile(
    r"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|\?php|\?xml)\b|<\?(?:php|xml)",
    re.IGNORECASE,
)


def decoded(raw):
    """The text of these bytes; None where they are no text."""
    if raw.startswith(WITH_A_MARK):
        encodings = ["utf-16"]
    elif b"\x00" in raw:
        return None
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text or is_binary(text) else text
    return None


def is_binary(text):
    head = text[:4_000]
    odd = sum(unicodedata.category(sign) == "Cc" and sign not in "\r\n\t" for sign in head)
    return odd * 50 > len(head)


def is_markup(text):
    """Whether a browser could take it for a page or a drawing with programs in it."""
    return bool(MARKUP.search(text))
