"""What people said of all the sessions that one facilitator delivered, together. Reads tallies.

It adds up what the reports of these sessions show, and nothing else: so taking reports away from it, or one
colleague's figures from another's, leaves nothing that no report shows. Ten answers from three sessions at
least, so that it tells of no single one.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from facilitators.models import Assignment
from feedback.models import Round, Tally, Wave
from feedback.questions import COMMENT, MANY
from feedback.reporting import Item, parts_of, say_of_asked
from feedback.small_numbers import IN_A_SESSION, IN_MANY, SESSIONS_OF_MANY, may_show


@dataclass(frozen=True)
class Pooled:
    """`sessions` are those whose collection has closed; `items` what may be told."""

    sessions: int
    asked: int
    answered: int
    items: list

    @property
    def of_asked(self):
        return say_of_asked(self.answered, self.asked)

    @property
    def parts(self):
        return parts_of(self.items)

    @property
    def best(self):
        return max((one for one in self.items if one.is_then_now), key=lambda one: one.change, default=None)


def of_facilitator(facilitator):
    """Two queries, however many sessions."""
    delivered = Assignment.objects.accepted().filter(facilitator=facilitator, part__in=Assignment.DELIVERS)
    closed = Round.objects.filter(wave=Wave.AFTER, closed=True, session__in=delivered.values("session"))
    rounds = {one.pk: one for one in closed.select_related("questionnaire").order_by("-questionnaire", "pk")}
    said = defaultdict(Counter)
    for tally in Tally.objects.filter(round__in=rounds):
        said[tally.round_id, tally.question][tally.before, tally.value] = tally.n
    questions = {}
    for one in rounds.values():
        for question in one.questionnaire.questions:
            if question["kind"] != COMMENT:
                questions.setdefault(question["code"], question)
    known = [one for one in rounds.values() if one.invited is not None]
    items = [_item(question, rounds, said) for question in questions.values()]
    return Pooled(
        sessions=len(rounds),
        asked=sum(one.invited for one in known),
        answered=sum(one.answered for one in known),
        items=[one for one in items if one],
    )


def _item(question, rounds, said):
    """The question with the cells of every report that shows it, or None where they are too few."""
    many = question["kind"] == MANY
    shown = [said[pk, question["code"]] for pk in rounds]
    shown = [cells for cells in shown if may_show(cells, IN_A_SESSION, many=many)]
    together = sum(shown, Counter())
    enough = len(shown) >= SESSIONS_OF_MANY and may_show(together, IN_MANY, many=many)
    return Item(question, dict(together)) if enough else None
