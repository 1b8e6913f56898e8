"""Whether the dates of a column have the day first or the month first, as the whole column shows.

One value that can only be read one way decides for its column. Where none does, the day is first, as is usual
here, and people are asked once for each column of a file; where something else in the file is written month
first, its rows wait for the answer.
"""

from collections import Counter, defaultdict

from stepforward.importing.dates import days_in, orders_in
from stepforward.importing.models import Meaning
from stepforward.importing.reader import Question
from stepforward.ui.wording import civil_date, say_date

DAY, MONTH, EITHER = "day", "month", "either"
HEADINGS = "headings"  # of a table whose columns are days


class DateOrders:
    """Of one file. Shown all its values first, asked about them later."""

    def __init__(self, name):
        self.name, self.counts, self.headings = name, defaultdict(Counter), {}

    def look(self, table):
        """At what stands over the rows of a tables.Table: the dates above its headings, and in them."""
        for meaning, labels in table.reader.dates.items():
            self.headings.setdefault(meaning, table.heading(meaning) or (labels[0] if labels else meaning))
            for label in labels:
                self.add(meaning, table.said_above(label))
        if table.reader.days_head_columns:
            self.headings[HEADINGS] = "days of the columns"
            for heading in table.headings:
                self.add(HEADINGS, heading)

    def add(self, meaning, value):
        if isinstance(value, str) and ("/" in value or "-" in value):
            self.counts[meaning].update(order for order, _ in orders_in(value))

    def month_first(self, meaning, value, judged, understanding, now):
        """How to read this value of a column; puts a question on `judged` where people should say."""
        if decided := self._decided(meaning):
            return decided == MONTH
        ways = [text for order, text in orders_in(value) if order == EITHER] if isinstance(value, str) else []
        if not ways or "." in ways[0]:
            return False
        heading = self.headings.get(meaning, meaning)
        said = f"{heading} in {self.name}"
        means = understanding.means(Meaning.Subject.DATE_ORDER, said)
        if means in {DAY, MONTH}:
            return means == MONTH
        question = _question(heading, said, ways[0], now)
        if any(counts[MONTH] for counts in self.counts.values()):
            judged.doubt(f"Is “{ways[0]}” {' or '.join(question.choices.values())}?", question)
        else:
            judged.notes.append(f"“{ways[0]}” taken as {question.choices[DAY]}, the day first.")
            judged.ask(question)
        return False

    def _decided(self, meaning):
        """DAY or MONTH where a column can only be that; "" where its values disagree or none tells."""
        counts = self.counts[meaning]
        if bool(counts[DAY]) == bool(counts[MONTH]):
            return ""
        return DAY if counts[DAY] else MONTH


def _question(heading, said, text, now):
    ways = {}
    for order in (DAY, MONTH):
        found = days_in(text, near=civil_date(now), past=True, month_first=order == MONTH)
        ways[order] = say_date(found[0].day) if found else f"the {order} first"
    asks = f"In the column “{heading}”, is “{text}” {ways[DAY]} or {ways[MONTH]}?"
    return Question(Meaning.Subject.DATE_ORDER, said, DAY, asks, ways)
