"""How long a rota takes and how good it is, at three sizes. Invented terms; no database."""

from facilitators.rota.invented import invented
from facilitators.rota.solving import exact_is_there, solve
from stepforward.measuring.figures import figure

NAME = "rota"
SIZES = {(60, 80): 60, (200, 500): 120, (1_000, 2_000): 600}  # (sessions, people): seconds at most
WAYS = ("exact", "quick")


def run(*, requests, say):
    """[(sessions, people, Answer, the highest bound known or None), …]. `requests` is of no use here."""
    measured = []
    for (sessions, people), seconds in SIZES.items():
        problem, bound = invented(sessions, people), None
        for way in WAYS if exact_is_there() else WAYS[1:]:
            say(f"rota: {sessions:,} sessions, {people:,} people, the {way} way\n")
            answer = solve(problem, way=way, seconds=seconds)
            bound = answer.bound if answer.bound is not None else bound
            measured.append((sessions, people, answer, bound))
    return measured


def table(measured):
    lines = [
        "| Sessions | People | Way | Seconds | Cost | Above the bound, at most | Without a team |",
        "| ---: | ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for sessions, people, answer, bound in measured:
        above = "not known" if bound is None else f"{100 * _above(answer, bound):.3f} %"
        lines.append(
            f"| {sessions:,} | {people:,} | {answer.way} | {answer.seconds:.1f} | {answer.cost:,} | {above} "
            f"| {answer.plan.count(None)} |"
        )
    return "\n".join(lines)


def figures(measured):
    for sessions, people, answer, bound in measured:
        name = f"{sessions} sessions {people} people {answer.way}"
        above = None if bound is None else 100 * _above(answer, bound)
        goal = "<=1.3" if answer.way == "exact" else "<=3"
        for what, value, unit, limit in (
            ("time", answer.seconds, "s", None),
            ("cost", answer.cost, "points", None),
            ("above the bound", above, "%", goal),
        ):
            if value is not None:
                yield figure(NAME, f"{name} {what}", value, unit, goal=limit)


def _above(answer, bound):
    return max(0.0, answer.cost - bound) / max(bound, 1)
