"""The faculty's load as a whole: its middle half, what the busiest carry, and one's own beside it, without
anybody's name or place in a row. Reading only."""

from dataclasses import dataclass
from math import ceil, floor
from statistics import quantiles

from facilitators.fairness.shares import Band
from stepforward.ui.wording import say_number

FEWEST = 5  # with figures: with fewer, the middle of all would be somebody's own


HOURS = "Hours"


@dataclass(frozen=True)
class Spread:
    """The middle of some numbers, and between which two their middle half lies."""

    low: float
    middle: float
    high: float

    @property
    def words(self):
        low, high = shown(self.low), shown(self.high)
        return low if low == high else f"{low} to {high}"

    @property
    def whole(self):
        """The same between whole numbers, for what is counted: nobody does half a session."""
        return Spread(floor(self.low), self.middle, ceil(self.high))


def spread_of(numbers):
    """None of no numbers."""
    if len(numbers) < 2:
        return Spread(*numbers * 3) if numbers else None
    return Spread(*quantiles(numbers, n=4, method="inclusive"))


def shown(number):
    """To one decimal, which a whole number does without."""
    number = round(number, 1)
    return say_number(int(number) if number == int(number) else number)


@dataclass(frozen=True)
class Faculty:
    """`counted` are those of `everybody` with figures: who offered time, was asked or did something."""

    everybody: list
    counted: list

    @property
    def sessions(self):
        return spread_of([one.sessions for one in self.counted])

    @property
    def not_asked(self):
        return [one for one in self.counted if one.band == Band.NOT_ASKED]

    @property
    def busiest_quarter(self):
        """(how many they are, their share of all sessions); None where there were none."""
        each = sorted((one.sessions for one in self.counted), reverse=True)
        if not any(each):
            return None
        many = ceil(len(each) / 4)
        return many, sum(each[:many]) / sum(each)

    @property
    def noted(self):
        """The share of sessions that have begun whose time is noted; None where none has begun."""
        begun = sum(one.sessions - one.ahead for one in self.counted)
        return sum(one.noted for one in self.counted) / begun if begun else None

    def words(self, period):
        """The answer: how many did about as much as the middle of them, and who was not asked."""
        if not self.counted:
            return f"{period.words}: nobody offered time or was asked."
        n, spread = len(self.counted), self.sessions.whole
        like_most = sum(spread.low <= one.sessions <= spread.high for one in self.counted)
        did = "have taken on" if period.is_ahead else "did"
        plural = "" if spread.high == 1 else "s"
        said = (
            f"{like_most} of the {n} facilitator{'' if n == 1 else 's'} {did} {spread.words} session{plural}"
        )
        if self.not_asked:
            one = len(self.not_asked) == 1
            said += f"; {len(self.not_asked)} who offered time {'was' if one else 'were'} not asked"
        return f"{said}."


def faculty_of(shares):
    return Faculty(shares, [one for one in shares if one.has_figures])


@dataclass(frozen=True)
class Beside:
    """One figure of one's own, and of the faculty; `spread` is None where too few have that figure."""

    name: str
    own: str
    spread: Spread | None
    unit: str = ""
    note: str = ""

    @property
    def middle(self):
        return f"{shown(self.spread.middle)}{self.unit}"


def beside_others(own, faculty):
    """One's own Share as [Beside, …]."""
    counted = faculty.counted
    unplaced = f"without {own.unplaced} whose way we do not know" if own.unplaced else ""
    begun = own.sessions - own.ahead
    noted = f"you noted {own.noted} of {begun}; for the others, the session’s length" if begun else ""
    return [
        _beside("Sessions", own.sessions, [one.sessions for one in counted]),
        _beside(HOURS, own.hours, [one.hours for one in counted], note=noted),
        _beside(
            "Miles there and back",
            own.known_miles,
            [one.miles for one in counted if not one.unplaced],
            note=unplaced,
        ),
        _beside("Half-days offered", own.half_days, [one.half_days for one in counted]),
        _beside(
            "Sessions, of what was offered",
            None if own.load is None else round(100 * own.load),
            [round(100 * one.load) for one in counted if one.load is not None],
            unit="%",
        ),
    ]


def _beside(name, own, others, *, unit="", note=""):
    spread = spread_of(others) if len(others) >= FEWEST else None
    spread = spread.whole if spread and name != HOURS else spread
    return Beside(name, "–" if own is None else f"{shown(own)}{unit}", spread, unit, note)
