"""What is held on a person: every field of every model is declared, in its app's `personal_data.py`.

declare("courses.Booking", neither("id session"), personal("name email", keep="…", erase="…"))
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    NEITHER = "not about a person"
    PERSONAL = "personal data"
    SPECIAL = "special category data (UK GDPR article 9)"


@dataclass(frozen=True)
class Held:
    kind: Kind
    keep: str = ""
    erase: str = ""


declared: dict[str, dict[str, Held]] = {}


def neither(fields):
    return dict.fromkeys(fields.split(), Held(Kind.NEITHER))


def personal(fields, *, keep, erase):
    """Personal data: how long it is kept, and how it is erased, both as short sentences."""
    return dict.fromkeys(fields.split(), Held(Kind.PERSONAL, keep, erase))


def special(fields, *, keep, erase):
    return dict.fromkeys(fields.split(), Held(Kind.SPECIAL, keep, erase))


def declare(model, *groups):
    """Classify the fields of `model` ("app.Model"); a field said twice or a model said twice is a mistake."""
    if model in declared:
        raise ValueError(f"{model} is declared twice")
    fields = {}
    for group in groups:
        if again := fields.keys() & group.keys():
            raise ValueError(f"{model}: {sorted(again)} declared twice")
        fields |= group
    declared[model] = fields
