"""How far two coders agree who did not see each other's codings: Cohen's kappa.

J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement
1960;20:37-46. What values mean: J. R. Landis and G. G. Koch, The measurement of observer agreement for
categorical data, Biometrics 1977;33:159-174.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from feedback.models import Coding

LEAST_FOR_WORDS = 20
MEANS = ((0.8, "almost perfect"), (0.6, "substantial"), (0.4, "moderate"), (0.2, "fair"), (0.0, "slight"))


@dataclass(frozen=True)
class Agreement:
    """One theme: in how many comments both found it, only the first, only the second, neither."""

    name: str
    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def n(self):
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def differed(self):
        return self.first_only + self.second_only

    @property
    def agreed(self):
        """How many of a hundred decisions were the same, or None."""
        return round(100 * (self.both + self.neither) / self.n) if self.n else None

    @property
    def kappa(self):
        """None where it is not defined: nothing was coded twice, or chance alone would always agree."""
        first, second = self.both + self.first_only, self.both + self.second_only
        by_chance = first * second + (self.n - first) * (self.n - second)  # of n squared
        if by_chance == self.n**2:
            return None
        return ((self.both + self.neither) * self.n - by_chance) / (self.n**2 - by_chance)

    @property
    def words(self):
        if not self.n:
            return "Nothing is coded twice yet"
        if self.kappa is None:
            both = "in every comment" if self.both else "in no comment"
            return f"Not defined: both found it {both}"
        if self.n < LEAST_FOR_WORDS:
            return f"Too early: fewer than {LEAST_FOR_WORDS}"
        return next((words for least, words in MEANS if self.kappa > least), "poor").capitalize()


def agreements(codebook):
    """([Agreement of each theme], Agreement over all decisions); three queries."""
    found = defaultdict(dict)
    twice = Coding.objects.filter(codebook=codebook, as_second=True).values("comment")
    codings = Coding.objects.filter(codebook=codebook, comment__in=twice).prefetch_related("themes")
    for coding in codings:
        found[coding.comment_id][coding.as_second] = {theme.pk for theme in coding.themes.all()}
    themes = [
        _agreement(theme.name, [(theme.pk in pair[False], theme.pk in pair[True]) for pair in found.values()])
        for theme in codebook.themes.all()
    ]
    overall = Agreement(
        "All themes together",
        *(
            sum(getattr(one, cell) for one in themes)
            for cell in ("both", "first_only", "second_only", "neither")
        ),
    )
    return themes, overall


def _agreement(name, decisions):
    cells = Counter(decisions)
    return Agreement(name, cells[True, True], cells[True, False], cells[False, True], cells[False, False])
