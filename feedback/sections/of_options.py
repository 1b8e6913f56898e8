"""Questions with options to choose from, one or several."""

from feedback.analysis.shares import of_options
from feedback.evaluation import evaluated
from feedback.models import Wave
from feedback.sections.shares import WILSON, read_shares, say_share
from stepforward.rollout.panel import Panel, Reading
from stepforward.ui.wording import say_list

TOO_FEW = "Too few have answered this so far, so there is nothing to show yet."
SEVERAL = f"Of the people who answered; several can be said. {WILSON}"
FEW_OPTIONS = 3  # so few are all told in words


class OfOptions(Panel):
    """`asked` is the question's code, in `wave`."""

    asked = ""
    wave = Wave.THREE_MONTHS
    note = WILSON

    def read(self, scope):
        shares = self._shares(scope.once(evaluated))
        if not shares:
            return Reading(TOO_FEW)
        return read_shares(self.question, self._words, shares, scope, self._shares, note=self.note)

    def _shares(self, evaluation):
        found = evaluation.one(self.wave, self.asked)
        if found is None:
            return []
        question, cells = found
        return of_options(cells, question.options)

    @staticmethod
    def _words(shares, _programme):
        if len(shares) <= FEW_OPTIONS:
            return f"{say_list(f'“{text}” {round(share.percent)}%' for _, text, share in shares)}."
        _, text, most = max(shares, key=lambda one: one[2].hits)
        return f"Most often “{text}”: {say_share(most)}."


class Pace(OfOptions):
    slug = "pace"
    question = "Was the pace right?"
    asked = "pace"
    wave = Wave.AFTER


class Seen(OfOptions):
    slug = "seen-since"
    question = "Have they seen something since?"
    asked = "witnessed"


class Did(OfOptions):
    slug = "did-since"
    question = "What did they do?"
    asked = "what_i_did"
    note = SEVERAL
