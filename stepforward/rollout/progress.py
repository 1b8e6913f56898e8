"""How far a scope has come towards its phase's target, in words and as a line."""

from dataclasses import dataclass

from stepforward.rollout import pace
from stepforward.rollout.charts.line import Growth
from stepforward.rollout.scope import A_DAY, Scope
from stepforward.rollout.small_numbers import LEAST
from stepforward.ui.wording import say_number, say_people

IN_STEPS = f"In steps of at least {LEAST} people, so that no step tells of a few."


@dataclass(frozen=True)
class Progress:
    """`total` people so far. The target counts everybody, everywhere; narrower scopes have none."""

    scope: Scope
    total: int
    target: int | None
    projection: pace.Projection | None

    @classmethod
    def of(cls, scope, daily, total):
        if scope.phase is None or scope.has_place or scope.course or scope.staff_group:
            return cls(scope, total, None, None)
        projection = pace.project(daily, start=scope.start, end=scope.end, today=scope.today)
        return cls(scope, total, scope.phase.target_people, projection)

    @property
    def is_over(self):
        return self.scope.end is not None and self.scope.end <= self.scope.today

    @property
    def words(self):
        if not self.target:
            return f"{say_people(self.total)} {'in all' if self.is_over else 'so far'}."
        if self.is_over:
            met = "met" if self.total >= self.target else f"missed by {say_number(self.target - self.total)}"
            return f"{say_people(self.total)} in all: the target of {say_number(self.target)} was {met}."
        if self.total >= self.target:
            return f"{say_people(self.total)} so far: the target of {say_number(self.target)} is met."
        even = pace.even_pace(self.target, self.scope.start, self.scope.end, self.scope.today)
        ahead = round(self.total - even)
        if abs(ahead) <= 0.01 * self.target:
            return f"{say_number(self.total)} so far, right on an even pace to the target."
        way = "ahead of" if ahead > 0 else "behind"
        distance = f"{say_number(abs(ahead))} {way}"
        return (
            f"{say_number(self.total)} so far, {distance} an even pace to the target: "
            f"from here it takes about {say_number(self.a_week)} a week."
        )

    @property
    def a_week(self):
        """How many people a week the rest of the phase needs."""
        weeks = max((self.scope.end - self.scope.today).days / 7, 1)
        return max(round((self.target - self.total) / weeks), 1)

    @property
    def short(self):
        if not self.target:
            return self.scope.when.split(",")[0] + "."
        share = f"{100 * self.total // self.target}% of the target of {say_number(self.target)}."
        likely = self.projection
        if likely is None:
            return share
        return (
            f"{share} Likely to reach {say_number(likely.likely)} "
            f"({say_number(likely.low)} to {say_number(likely.high)})."
        )

    @property
    def note(self):
        said = [IN_STEPS] if self.scope.staff_group else []
        if self.projection:
            said.append(self.projection.method)
        return " ".join(said)

    def growth(self, steps):
        start = self.scope.start or steps[0][0]
        end = self.scope.end or self.scope.today + A_DAY
        last = max(min(self.scope.today, end - A_DAY), steps[-1][0])
        points, so_far = [(start, 0)], 0
        for day, n in steps:
            so_far += n
            points.append((day, so_far))
        return Growth(
            start,
            end,
            [*points, (last, so_far)],
            self.total,
            "in all" if self.is_over else "today",
            self.target,
            self.projection.way if self.projection else [],
        )
