"""Points out what may tell who somebody is: names, emails, phone numbers, NHS numbers, postcodes and places.

Pure and deterministic: the same words give the same spans, and nothing leaves this process. It errs towards
pointing out too much, because a person decides. No pattern repeats without a bound, so the time grows with
the length alone.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum

from feedback.names_in_words import Names, words_of


class Kind(StrEnum):
    EMAIL = "email"
    NHS_NUMBER = "NHS number"
    PHONE = "phone"
    POSTCODE = "postcode"
    PLACE = "place"
    NAME = "name"


@dataclass(frozen=True, order=True)
class Span:
    """text[start:end] may tell who somebody is."""

    start: int
    end: int
    kind: Kind


EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
PHONE = re.compile(r"(?<![\w+])(?:\+44|0044|0)(?:[\s().-]{0,3}\d){9,11}(?!\d)")
EXTENSION = re.compile(
    r"\b(?:ext(?:ension|n)?|bleep|pager|dect)\.?\s?(?:no\.?|number|is)?\s?[:#]?\s?\d{3,6}\b|\bx\d{3,6}\b",
    re.I,
)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.I)
NUMBERED = re.compile(
    r"\b(?i:ward|theatre|clinic|bay|floor|level|room|unit|block)\s{1,2}"
    r"(?:[A-Za-z]?\d{1,3}[A-Za-z]?|[A-HJ-Z])\b"
)
NAMED = re.compile(
    r"\b(?:[A-Z][\w'’]{1,30}\s){1,3}(?:Ward|Hospital|Infirmary|Hospice|Surgery|Clinic|Unit|Health Centre)\b"
)
PATTERNS = (
    (Kind.EMAIL, EMAIL),
    (Kind.NHS_NUMBER, TEN_DIGITS),
    (Kind.PHONE, PHONE),
    (Kind.PHONE, EXTENSION),
    (Kind.POSTCODE, POSTCODE),
    (Kind.PLACE, NUMBERED),
    (Kind.PLACE, NAMED),
)


def spans_in(text, *, people=(), places=()):
    """Spans in order, none over another; what comes first in `Kind` wins. `people` and `places` are names
    that are known here, of everybody alike: nothing says whose words these are."""
    return spans_among(text, names=Names(people), places=Names(places))


def spans_among(text, *, names, places):
    """The same with names that were prepared once for many texts."""
    found = [
        Span(*match.span(), kind)
        for kind, pattern in PATTERNS
        for match in pattern.finditer(text)
        if kind != Kind.NHS_NUMBER or is_nhs_number(match[0])
    ]
    words = words_of(text)
    found += [Span(start, end, Kind.PLACE) for start, end in places.whole_in(words)]
    found += [Span(start, end, Kind.NAME) for start, end in names.whole_in(words)]
    for look in (names.titled_in, names.known_in, names.unknown_in):
        found += [Span(start, end, Kind.NAME) for start, end in look(text, words)]
    return _apart(found)


def redacted(text, spans):
    """`text` with [name], [phone] and so on in place of each span."""
    parts, last = [], 0
    for span in spans:
        parts += [text[last : span.start], f"[{span.kind}]"]
        last = span.end
    return "".join([*parts, text[last:]])


def is_nhs_number(text):
    """Ten digits whose last is right: modulus 11 over the nine before it (NHS Data Dictionary, "NHS number").
    A check of 10 is never given out."""
    digits = [int(one) for one in text if one.isdigit()]
    if len(digits) != 10:
        return False
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return check != 10 and check % 11 == digits[9]


def _apart(found):
    """Spans that do not overlap, the stronger kinds and then the longer first."""
    order = list(Kind)
    taken = []
    for span in sorted(found, key=lambda one: (order.index(one.kind), one.start, -one.end)):
        place = bisect_left(taken, span)
        before = taken[place - 1].end if place else 0
        after = taken[place].start if place < len(taken) else span.end
        if before <= span.start and span.end <= after:
            taken.insert(place, span)
    return taken
