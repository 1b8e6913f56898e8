"""Which column means what: by the words of its heading, never by its place.

A column is described by alternatives, most telling first; each is words that must all be there. "email" fits
"Email (for certificate)" and "Your e-mail address".
"""

import re

from stepforward.importing.wording import words_of


def understood(cells, columns):
    """{meaning: index} for a row of heading cells. `columns` is {meaning: [alternatives]}; the better
    fit takes a
    column, and no column is taken twice."""
    fits = []
    said = [words_of(cell) if isinstance(cell, str) and len(cell) <= 200 else [] for cell in cells]
    for order, (meaning, alternatives) in enumerate(columns.items()):
        for index, words in enumerate(said):
            for rank, alternative in enumerate(alternatives):
                wanted = alternative.split()
                if words and all(any(_same(word, want) for word in words) for want in wanted):
                    spare = len(words) - len(wanted)
                    fits.append((bool(spare), rank, spare, order, index, meaning))
                    break
    found = {}
    for _, _, _, _, index, meaning in sorted(fits):
        if meaning not in found and index not in found.values():
            found[meaning] = index
    return found


def _same(word, want):
    """A wanted word that ends with * is the beginning of a word."""
    return word.startswith(want[:-1]) if want.endswith("*") else word == want or word == f"{want}s"


def is_label(cell, label):
    """Whether a cell says "Date:" or "Date of session", standing before its value."""
    return isinstance(cell, str) and re.match(rf"\s*{label}\b", cell, re.IGNORECASE) is not None
