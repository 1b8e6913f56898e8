"""A figure as tools read it: what `bench --json` writes a list of."""


def figure(bench, name, value, unit, *, ratio=None, goal=None):
    """`ratio` is to what was measured bare, where there is such a thing; `goal` a comparison like "<=1.5"."""
    return {
        "bench": bench,
        "figure": name,
        "value": round(value, 3),
        "unit": unit,
        "ratio": ratio and round(ratio, 3),
        "goal": goal,
    }
