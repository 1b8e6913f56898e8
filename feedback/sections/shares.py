"""Shares of the people who answered, as bars and as a table."""

from feedback.sections.beside import put_programme_beside
from feedback.sections.response import SOURCE
from stepforward.rollout.charts import bars
from stepforward.rollout.panel import Column, Reading, Table

WILSON = "Wilson’s 95% interval."


def read_shares(question, say, shares, scope, shares_in, *, note=WILSON):
    """The Reading of `shares` [(code, text, Share), …]; `shares_in(evaluation)` gives the like of any, and
    `say(shares, programme)` the words, `programme` {code: whole per cent} where it is wider."""
    n = max(share.n for _, _, share in shares)
    columns = [
        Column("Answer"),
        Column("People", is_number=True),
        Column("Of", is_number=True),
        *(Column(name, is_number=True, unit="%") for name in ("Share", "95% from", "to")),
    ]
    rows = [
        [text, share.hits, share.n, *(round(end) for end in (share.percent, *share.interval))]
        for _, text, share in shares
    ]

    def percents_in(whole):
        return {code: round(share.percent) for code, _, share in shares_in(whole)}

    codes = [code for code, _, _ in shares]
    words = say(shares, put_programme_beside(columns, rows, scope, codes, percents_in, unit="%"))
    drawn = [(text, round(share.percent), _said(share), False) for _, text, share in shares]
    return Reading(
        words,
        Table(columns, rows, n, note, SOURCE),
        lambda width, name: bars.draw(drawn, width, name, n=n, title=question, description=words),
    )


def say_share(share):
    low, high = share.interval
    return f"{round(share.percent)}% (95% interval {round(low)} to {round(high)}%)"


def _said(share):
    low, high = share.interval
    return f"{round(share.percent)}% ({round(low)} to {round(high)})"
