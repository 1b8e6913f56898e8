"""What changed between two versions of a case, field by field and word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from courses.models import CaseVersion
from courses.models.training_request import Focus, Setting
from stepforward.people.staff_groups import StaffGroup

LABELS = {
    "title": "Title",
    "story": "What happened",
    "setting": "Setting",
    "staff_groups": "Staff groups",
    "themes": "Themes",
    "learning_points": "Learning points",
    "questions": "Questions for discussion",
}
WORDS = re.compile(r"\s+|[^\s]+")
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Difference:
    label: str
    pieces: list  # of (SAME, GONE or NEW, text), in the order in which they are read


def between(earlier, later):
    """A Difference for each field that the two versions do not say alike."""
    return [
        Difference(LABELS[name], pieces_of(_said(name, earlier), _said(name, later)))
        for name in CaseVersion.TEXT
        if getattr(earlier, name) != getattr(later, name)
    ]


def pieces_of(before, after):
    """[(what, text), …]: joined without the new pieces it is `before`, without those gone `after`."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    pieces = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append((SAME, "".join(old[a:b])))
            continue
        if a < b:
            pieces.append((GONE, "".join(old[a:b])))
        if c < d:
            pieces.append((NEW, "".join(new[c:d])))
    return pieces


def _said(name, version):
    value = getattr(version, name)
    if name == "setting":
        return Setting(value).label
    if name in {"themes", "staff_groups"}:
        return "\n".join((Focus if name == "themes" else StaffGroup)(one).label for one in value)
    return value
