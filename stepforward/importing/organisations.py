"""Which organisation a text means. What follows from its name is taken; what somebody has to know is
asked once
and remembered (Meaning)."""

from dataclasses import dataclass

from stepforward.importing.wording import words_of
from stepforward.people.models import Organisation

EMPTY = {"nhs", "ft", "foundation", "trust", "hospital", "hospitals", "the", "and", "of", "university"}
EMPTY |= {"teaching", "care", "integrated", "group"}
SHORTENED = {"lancs": "lancashire", "gm": "manchester", "univ": "university", "mcr": "manchester"}
# What the trusts call themselves: taken as said.
INITIALS = {
    "mft": "R0A",
    "wwl": "RRF",
    "lthtr": "RXN",
    "elht": "RXR",
    "nca": "RM3",
    "luhft": "REM",
    "gmmh": "RXV",
    "lscft": "RW5",
    "uhmb": "RTX",
    "uhmbt": "RTX",
    "bth": "RXL",
    "mwl": "RBN",
    "cwp": "RXA",
    "wuth": "RBL",
    "lhch": "RBQ",
    "nwas": "RX7",
    "bfwh": "RXL",
    "tgicft": "RMP",
    "coch": "RJR",
    "mcht": "RBT",
}
# Hospitals by the trust that runs them: likely, so asked once.
SITES = {
    "mri": "R0A",
    "manchester royal infirmary": "R0A",
    "wythenshawe": "R0A",
    "north manchester": "R0A",
    "trafford general": "R0A",
    "st marys": "R0A",
    "salford": "RM3",
    "salford royal": "RM3",
    "royal oldham": "RM3",
    "oldham": "RM3",
    "bury": "RM3",
    "fairfield": "RM3",
    "aintree": "REM",
    "royal liverpool": "REM",
    "broadgreen": "REM",
    "whiston": "RBN",
    "st helens": "RBN",
    "southport": "RBN",
    "ormskirk": "RBN",
    "royal preston": "RXN",
    "preston": "RXN",
    "chorley": "RXN",
    "blackburn": "RXR",
    "burnley": "RXR",
    "lancaster": "RTX",
    "furness": "RTX",
    "stepping hill": "RWJ",
    "leighton": "RBT",
    "macclesfield": "RJN",
    "arrowe park": "RBL",
    "wigan": "RRF",
    "warrington": "RWW",
    "victoria": "RXL",
}


@dataclass(frozen=True)
class Taken:
    organisation: Organisation | None
    sure: bool
    same: bool = False  # the text is its name, so there is nothing to tell


class Organisations:
    """Those of today with whoever took over those that ended, held in memory: there are a few dozen."""

    def __init__(self):
        rows = list(Organisation.objects.select_related("successor"))
        self.by_code = {one.ods_code.upper(): one.successor or one for one in rows}
        self.names = {}
        for one in rows:
            for name in (one.name, one.short_name):
                if name:
                    self.names.setdefault(tuple(_full(name)), one.successor or one)
        self.telling = [(set(_telling(one.name)), one.successor or one) for one in rows]
        self.known = {}

    def meant(self, text):
        if text not in self.known:
            if len(self.known) > 2_000:
                self.known.clear()
            self.known[text] = self._meant(text)
        return self.known[text]

    def _meant(self, text):
        words = _full(text)
        code = self.by_code.get(text.strip().upper())
        if code:
            return Taken(code, sure=True)
        if tuple(words) in self.names:
            return Taken(self.names[tuple(words)], sure=True, same=True)
        plain = words_of(text)
        if len(plain) == 1 and INITIALS.get(plain[0]) in self.by_code:
            return Taken(self.by_code[INITIALS[plain[0]]], sure=True)
        telling = set(_telling(text))
        fits = {one for names, one in self.telling if telling and telling == names}
        if len(fits) == 1:
            return Taken(fits.pop(), sure=True)
        return self._likely(" ".join(plain), plain, telling)

    def _likely(self, said, plain, telling):
        for site in sorted(SITES, key=len, reverse=True):
            if f" {site} " in f" {said} " and SITES[site] in self.by_code:
                return Taken(self.by_code[SITES[site]], sure=False)
        for word in plain:
            if INITIALS.get(word) in self.by_code:
                return Taken(self.by_code[INITIALS[word]], sure=False)
        fits = {
            one
            for names, one in self.telling
            if telling and (telling <= names or (names and names <= telling))
        }
        return Taken(fits.pop() if len(fits) == 1 else None, sure=False)


def _full(text):
    words = [SHORTENED.get(word, word) for word in words_of(text)]
    return (
        ["foundation", "trust"] if words == ["ft"] else [word for word in words if word not in {"the", "and"}]
    )


def _telling(text):
    return [word for word in _full(text) if word not in EMPTY]
