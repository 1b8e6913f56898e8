"""The kinds of email whose wording a coordinator may change. Each floor declares its own in `email_kinds.py`,
found by autodiscovery: what the kind is for, in words, and which placeholders it offers.

declare("courses/booking_confirmed", "A place is booked", to="People who booked", placeholders=…, newest=…)
"""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Placeholder:
    """What `{name}` stands for: a sentence, an example, and how it is said for the words that `post` was
    given; without `say` it is the word of that name. It may come out empty.

    `needed`: the text must keep it, because it is what the email exists for. `private` (a link or code of
    which only the recipient may know) is needed too, and never stands in a subject.
    """

    means: str
    example: str
    say: Callable[[dict], object] | None = None
    needed: bool = False
    private: bool = False

    @property
    def must_stay(self):
        return self.needed or self.private


@dataclass(frozen=True)
class Kind:
    name: str
    title: str
    to: str
    placeholders: dict[str, Placeholder]
    newest: Callable[[], dict | None] = field(repr=False)

    def say(self, name, words):
        """What `{name}` says for these words, as text."""
        say = self.placeholders[name].say
        return str(say(words) if say else words[name])

    @property
    def must_stay(self):
        return [name for name, placeholder in self.placeholders.items() if placeholder.must_stay]

    @property
    def private(self):
        return [name for name, placeholder in self.placeholders.items() if placeholder.private]


NAME = {"name": Placeholder("The name of the person it goes to", "Priya Nair")}

_kinds = {}


def declare(name, title, *, to, placeholders, newest):
    """`newest()` gives the words, as `post` takes them, of the newest real row that fits, with its "name", or
    None while there is none. Every kind offers {name}."""
    if name in _kinds:
        raise ValueError(f"The email kind {name} is declared twice.")
    _kinds[name] = Kind(name, title, to, NAME | placeholders, newest)


def declared():
    """All kinds, those to the same people together, in the order in which floors declare them."""
    return list(_kinds.values())


def find(name):
    """The kind, or None where nobody declared it: its wording is the template's alone."""
    return _kinds.get(name)
