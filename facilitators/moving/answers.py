"""What a poll's marks and the times over its columns mean."""

import re
from datetime import time

from courses.models.training_request import DayPart
from facilitators.day_parts import HOURS
from facilitators.models import Level
from stepforward.importing.dates import clocks_in
from stepforward.importing.wording import squeezed

NOT_SAID = "not_said"
YES = {"ok", "y", "yes", "x", "1", "true", "free", "available", "✓", "✔", "☑", "√"}
IF_NEEDED = {"(ok)", "maybe", "if needed", "if need be", "(yes)", "(y)", "(✓)", "?", "possibly", "perhaps"}
IF_NEEDED |= {"if required", "tentative", "at a push", "2"}
NO = {"no", "n", "0", "false", "busy", "not available", "unavailable", "✗", "✘", "-", "can't", "cannot"}
RANK = {NOT_SAID: 0, Level.NO: 1, Level.IF_NEEDED: 2, Level.YES: 3}
WORDS = {
    DayPart.MORNING: re.compile(r"\bam\b|morning", re.IGNORECASE),
    DayPart.AFTERNOON: re.compile(r"\bpm\b|afternoon|lunch", re.IGNORECASE),
    DayPart.EVENING: re.compile(r"evening|twilight", re.IGNORECASE),
}


def level_of(value):
    """A Level, NOT_SAID for a cell that is empty, or None where the mark says nothing that we know."""
    said = " ".join(str("" if value is None else value).lower().split()).rstrip(".")
    if not said:
        return NOT_SAID
    if said in YES or value is True:
        return Level.YES
    if said in IF_NEEDED:
        return Level.IF_NEEDED
    if said in NO or value is False:
        return Level.NO
    return None


def least(levels):
    """Somebody is free for a whole part of a day only as far as for the least of its columns."""
    return min(levels, key=RANK.__getitem__)


def parts_of(text):
    """The parts of a day that "09:00-12:00" or "pm" touches; morning and afternoon where it says no time."""
    clocks = [text] if isinstance(text, time) else clocks_in(str(text or ""))
    if clocks:
        start, end = clocks[0], clocks[-1]
        touched = [
            part for part, (begins, ends) in HOURS.items() if begins <= start < ends or (start < begins < end)
        ]
        return touched or [DayPart.MORNING if start < time(13) else DayPart.EVENING]
    named = [part for part, said in WORDS.items() if said.search(str(text or ""))]
    return named or [DayPart.MORNING, DayPart.AFTERNOON]


def says_a_time(cell):
    return isinstance(cell, time) or bool(
        clocks_in(cell) or any(said.search(cell) for said in WORDS.values())
    )


def is_a_count(name):
    """Whether a row only adds up: "Count", "Total", "Number of yes"."""
    said = squeezed(name)
    return bool(re.fullmatch(r"(?:grand )?(?:count|totals?|sum|number|yes count)(?: .{0,30})?", said))
