"""Names as people write them in lists: "Schofield, Scott", "Dr Scott Schofield", "Scott"."""

from collections import defaultdict

from facilitators.models import Facilitator
from stepforward.importing.wording import words_of

TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sister", "rev"}
MOST = 8  # to choose from


def said_plainly(text):
    """The first name first: "Schofield, Scott" is Scott Schofield."""
    last, comma, first = str(text).partition(",")
    return " ".join((f"{first} {last}" if comma and first.strip() else last).split())


def words(name):
    return tuple(word for word in words_of(said_plainly(name)) if word not in TITLES)


class Faculty:
    """Everybody on the roster, by every word of their names."""

    def __init__(self):
        self.by_name, self.by_word, self.by_pk = defaultdict(list), defaultdict(list), {}
        for one in Facilitator.objects.select_related("user", "organisation"):
            said = words(one.user.name)
            self.by_pk[str(one.pk)] = one
            self.by_name[said].append(one)
            for word in set(said):
                self.by_word[word].append(one)

    def fitting(self, name):
        """(those whom a name fits, whether it is their whole name). A part of a name fits whoever has it."""
        said = words(name)
        if whole := self.by_name.get(said):
            return whole, True
        having = [set(map(id, self.by_word.get(word, ()))) for word in said]
        both = set.intersection(*having) if having else set()
        return [one for one in self.by_word.get(said[0], ()) if id(one) in both] if both else [], False

    def alike(self, name):
        """Some who share a word with a name that fits nobody."""
        found = {one.pk: one for word in words(name) for one in self.by_word.get(word, ())}
        return list(found.values())[:MOST]
