"""The whole programme's figure beside that of a part of it."""

from statistics import fmean

from feedback.evaluation import programme
from stepforward.rollout.panel import Column


def put_programme_beside(columns, rows, scope, codes, figures_in, **column):
    """Add a column to the table where `scope` is narrower than the programme. Returns the programme's
    {code: figure} that `figures_in(evaluation)` finds, or nothing; `codes` are those of `rows`, in order."""
    whole = scope.once(programme)
    if whole is None:
        return {}
    theirs = figures_in(whole)
    columns.append(Column("Programme", is_number=True, **column))
    for row, code in zip(rows, codes, strict=True):
        row.append(theirs.get(code, ""))
    return theirs


def say_beside(ours, theirs, say):
    """ " On average 4.2, in the whole programme 4.1.", over the questions that both {code: figure} have."""
    both = ours.keys() & theirs.keys()
    if not both:
        return ""
    here, there = (say(fmean(figures[code] for code in both)) for figures in (ours, theirs))
    return f" On average {here}, in the whole programme {there}."
