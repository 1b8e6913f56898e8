"""Which people may be one under two addresses, and why. Reading only.

People are compared only where they share a key (a name; a name's first or last word, or its sound, in one
organisation; an address without its digits), so that the work grows with the people and not with their pairs.
What many share, such as a very common name, tells nobody apart, and is no key.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from django.db.models import Q
from django.db.models.functions import Upper

from courses.models import TwoPeople
from courses.people.known import HAS_ADDRESS, people

MANY = 30  # people
FEW_LETTERS = 5  # in an address before the @: so few are often the same by chance
LIKELY = 4
TITLES = {"dr", "miss", "mr", "mrs", "ms", "mx", "prof", "professor", "sir"}
NO_ONES = {"admin", "bookings", "education", "enquiries", "library", "office", "reception", "training"}
SOUND_ALIKE = str.maketrans("cqvz", "kkfs", "aeiouyhw")


@dataclass(frozen=True)
class Somebody:
    """What of a person is compared: the words of their name, where they work (None where not said), and their
    address taken apart, in small letters."""

    pk: int
    name: str
    email: str
    words: tuple
    in_any_order: tuple
    where: str | None
    letters: str
    digits: str
    domain: str

    @classmethod
    def of(cls, pk, name, email, organisation, other_organisation):
        before, _, domain = email.lower().partition("@")
        before = before.partition("+")[0]
        return cls(
            pk=pk,
            name=name,
            email=email,
            words=(words := words_of(name)),
            in_any_order=tuple(sorted(words)),
            where=str(organisation) if organisation else other_organisation.strip().lower() or None,
            letters="".join(filter(str.isalpha, before)),
            digits="".join(filter(str.isdigit, before)),
            domain=domain,
        )

    @classmethod
    def of_booking(cls, booking):
        return cls.of(
            booking.pk, booking.name, booking.email, booking.organisation_id, booking.other_organisation
        )

    @property
    def keys(self):
        if self.words:
            yield "name", self.in_any_order
        if self.words and self.where:
            yield "name there", self.where, self.in_any_order
            yield "first word", self.where, self.words[0]
            yield "last word", self.where, self.words[-1]
            yield "sound", self.where, tuple(map(sound_of, self.words))
        if self.has_own_address:
            yield "address", self.letters

    @property
    def address(self):
        return self.email.lower()

    @property
    def has_own_address(self):
        return len(self.letters) >= FEW_LETTERS and self.letters not in NO_ONES


@dataclass(frozen=True)
class Pair:
    """`one` has the newer booking of the two."""

    one: Somebody
    other: Somebody
    reasons: tuple
    weight: int

    @property
    def addresses(self):
        return self.one.address, self.other.address

    @property
    def is_likely(self):
        return self.weight >= LIKELY

    @property
    def why(self):
        return ", ".join(self.reasons).capitalize()


def look_alikes():
    """Every Pair as things stand, the likest first. Two queries."""
    return pairs(_compared(people()), said_apart())


def like(person):
    """The pairs with one person (a booking that speaks for them). Three queries: the trigram index finds who
    has a name like theirs, so that not everybody is compared."""
    itself = Somebody.of_booking(person)
    near = Q(shouted__trigram_similar=person.name.upper())
    if itself.has_own_address:
        signs = "[^[:alpha:]@]*"
        near |= Q(address__regex=f"^{signs}{signs.join(itself.letters)}{signs}([+].*)?@")
    others = people().alias(shouted=Upper("name")).filter(near).exclude(pk=person.pk)
    found = pairs([itself, *_compared(others)], said_apart()) if person.email else []
    return [pair for pair in found if itself in (pair.one, pair.other)]


def said_apart():
    """Of whom somebody said that they are two: {frozenset of two addresses in small letters}."""
    said = TwoPeople.objects.values_list("first__email", "second__email")
    return {frozenset((first.lower(), second.lower())) for first, second in said}


def pairs(found, apart=frozenset()):
    """Every Pair among `found` (of Somebody) with a reason, but those `apart`, the likest first."""
    met = {}
    for group in groups(found):
        for one, other in combinations(group, 2):
            one, other = (one, other) if one.pk > other.pk else (other, one)
            if (one.pk, other.pk) not in met:
                met[one.pk, other.pk] = compare(one, other)
    alike = [pair for pair in met.values() if pair and frozenset(pair.addresses) not in apart]
    return sorted(alike, key=lambda pair: (-pair.weight, -pair.one.pk, -pair.other.pk))


def groups(found):
    """Lists of those who share a key, and are few enough to be compared with each other."""
    shared = defaultdict(list)
    for one in found:
        for key in one.keys:
            shared[key].append(one)
    return (group for group in shared.values() if 1 < len(group) <= MANY)


def compare(one, other):
    """The Pair that they are, or None. Where names are the same, mail systems add a number, as NHSmail does:
    two addresses that differ by it alone speak for two people."""
    reasons, weight = [], 0
    together = one.where is not None and one.where == other.where
    if one.words and one.in_any_order == other.in_any_order:
        reasons, weight = (["same name", "same organisation"], 4) if together else (["same name"], 3)
    elif together and similar(one.words, other.words):
        reasons, weight = ["similar names", "same organisation"], 2
    if one.has_own_address and one.letters == other.letters:
        if one.domain != other.domain or one.digits == other.digits:
            reasons, weight = [*reasons, "similar addresses"], weight + 2
        else:
            weight -= 2
    return Pair(one, other, tuple(reasons), weight) if reasons else None


def similar(words, others):
    """Two names of two words or more: one is a short or longer form of the other, or they are written
    differently by a slip of the pen or by ear."""
    if len(words) < 2 or len(others) < 2:
        return False
    same_first, same_last = words[0] == others[0], words[-1] == others[-1]
    if same_last and (words[0].startswith(others[0]) or others[0].startswith(words[0])):
        return True
    if len(words) != len(others):
        return same_first and (set(words) <= set(others) or set(others) <= set(words))
    differ = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    if len(differ) == 1 and one_slip(*differ[0]) and max(map(len, differ[0])) > 3:
        return True
    return all(len(sound_of(a)) > 2 and sound_of(a) == sound_of(b) for a, b in differ)


def one_slip(word, other):
    """Whether one letter more, less, changed, or swapped with its neighbour makes `other` of `word`."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    at = 0
    while word[at : at + 1] == other[at : at + 1]:
        at += 1
    rest, others = word[at:], other[at:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] in (others, others[1:]) or rest == others[1:] or swapped == others


def words_of(name):
    """The words of a name, without accents, titles and points: Dr Zoë O'Neill-Khan is zoe, oneill, khan."""
    plain = unicodedata.normalize("NFKD", name.lower())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = re.findall(r"\w+", re.sub(r"['’`]", "", plain))
    return tuple(word for word in found if word not in TITLES)


@lru_cache(50_000)
def sound_of(word):
    """What is left of a word when vowels, silent letters and doubled ones go: Mohammed and Muhamad, mmd."""
    single = re.sub(r"(.)\1+", r"\1", word.replace("ph", "f").replace("ck", "k"))
    return single.translate(SOUND_ALIKE)


def _compared(people):
    facts = people.filter(HAS_ADDRESS).order_by().values_list(
        "pk", "name", "email", "organisation", "other_organisation"
    )  # fmt: skip
    return [Somebody.of(*one) for one in facts.iterator(2000)]
