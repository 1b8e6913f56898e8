"""Finds names in running text: known ones, whatever follows a title, and capitals within a sentence.

A name that nobody knows here, at the start of a sentence and without a title, is not found: so whoever
publishes still reads.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def _these(words):
    return frozenset(words.split())


ALWAYS_TITLES = _these("dr mr mrs mx prof professor")
TITLES_WITH_A_CAPITAL = _these("ms miss sister nurse matron sir dame lord lady doctor")
SMALL = _these(
    "a an and are as at be by do for he i if in is it me my no of on or scan she so that the their this to "
    "us was we were who with you"
)
# Names that are words as well: they count with a capital within a sentence only.
ORDINARY = _these(
    "art banks bell best bill black bright brook brown case cook cross day dean dale drew faith field frank "
    "gay gene good grace grant gray green grey guy hall hill hope hunt joy king lane law lily long love may "
    "mark miles moon nurse olive page park pat penny poole price ray read reed rice rich rob rose ruby said "
    "short silver smart star stone sue summer swift ward waters wells west white will wise wood young"
)
# Capitals within a sentence that name nobody.
USUAL = _these(
    "active bystander step forward freedom speak up guardian english british monday tuesday wednesday "
    "thursday friday saturday sunday january february march april may june july august september october "
    "november december christmas easter teams zoom powerpoint i i'm i'd i'll i've"
)
MOST_NAMES = 3  # words after a title
SHORTEST = 3  # letters of a name that counts in lower case


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    plain: str  # lower case, without accents and a possessive s
    has_capital: bool
    is_loud: bool  # in capitals throughout


def words_of(text):
    found = ((match.span(), match[0]) for match in WORD.finditer(text))
    return [Word(*span, _plain(word), word[0].isupper(), word.isupper()) for span, word in found]


class Names:
    """Names that are known, as the words they consist of."""

    def __init__(self, names):
        self.parts, self.wholes = set(), defaultdict(set)
        for name in names:
            words = tuple(word.plain for word in words_of(name))
            if len("".join(words)) >= SHORTEST:
                self.wholes[words[0]].add(words)
                self.parts.update(one for one in words if len(one) > 1 and not one.isdigit())
        self.parts -= ALWAYS_TITLES | TITLES_WITH_A_CAPITAL

    def whole_in(self, words):
        """(start, end) of every name that is there with all its words, the longest at each place."""
        for place, word in enumerate(words):
            fitting = [
                len(name)
                for name in self.wholes.get(word.plain, ())
                if tuple(one.plain for one in words[place : place + len(name)]) == name
            ]
            if fitting and not (max(fitting) == 1 and word.plain in ORDINARY | SMALL):
                yield word.start, words[place + max(fitting) - 1].end

    def known_in(self, text, words):
        """(start, end) of every run of words that are parts of known names."""
        yield from _runs(text, words, lambda word: self._is_part(text, word))

    def unknown_in(self, text, words):
        """(start, end) of capitals within a sentence: "I asked Sarah about it"."""

        def may_be_called(word):
            named = word.has_capital and not word.is_loud and word.plain not in USUAL
            return named and not _begins(text, word)

        yield from _runs(text, words, may_be_called)

    def titled_in(self, text, words):
        """(start, end) of every title with what is called by it: "Dr K", "Sister Mary Okafor", "mr smith"."""
        for place, word in enumerate(words[:-1]):
            only_with_capitals = word.plain in TITLES_WITH_A_CAPITAL and word.has_capital
            if not only_with_capitals and word.plain not in ALWAYS_TITLES:
                continue
            called = words[place + 1]
            is_initial = called.has_capital and called.end - called.start == 1
            if called.plain in SMALL and not is_initial:
                continue
            if not _are_neighbours(text, word, called) or (only_with_capitals and not called.has_capital):
                continue
            last = called
            for further in words[place + 2 : place + 1 + MOST_NAMES]:
                named = further.has_capital or self._is_part(text, further)
                if not named or not _are_neighbours(text, last, further):
                    break
                last = further
            yield word.start, last.end

    def _is_part(self, text, word):
        if not any(one in self.parts for one in (word.plain, *word.plain.split("-"))):
            return False
        if word.plain not in ORDINARY | SMALL and (word.has_capital or len(word.plain) >= SHORTEST):
            return True
        return word.has_capital and not _begins(text, word)


def _runs(text, words, counts):
    """(start, end) of words beside each other that all count."""
    run = []
    for word in words:
        if run and not (counts(word) and _are_neighbours(text, run[-1], word)):
            yield run[0].start, run[-1].end
            run = []
        if run or counts(word):
            run.append(word)
    if run:
        yield run[0].start, run[-1].end


def _are_neighbours(text, one, other):
    between = text[one.end : other.start]
    return len(between) <= 3 and between.replace(".", "", 1).isspace() and "\n" not in between


def _begins(text, word):
    """Whether the word begins a sentence, so that its capital says nothing."""
    before = text[max(0, word.start - 3) : word.start].rstrip(" \t\"'“‘(")
    return (not before and word.start <= 3) or before.endswith(tuple(".!?:;\n–-•*"))


def _plain(word):
    letters = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(one for one in letters if not unicodedata.combining(one)).removesuffix("'s")
