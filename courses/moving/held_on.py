"""The one session of a day that a row from before is about: old records name sessions by their date."""

from datetime import timedelta

from stepforward.importing.models import Meaning
from stepforward.importing.reader import Question
from stepforward.ui.wording import moment_of, say_clock, say_day

MOST = 9  # to choose from
A_DAY = timedelta(days=1)


class HeldOn:
    """Of `sessions`, by London's days. `of_what` names the records, as in "the costs"."""

    def __init__(self, understanding, sessions, *, key, of_what, none):
        self.understanding, self.sessions = understanding, sessions
        self.key, self.of_what, self.none = key, of_what, none
        self.known = {}

    def the_one(self, day, judged):
        """The Session, or None and a doubt on `judged`; of several, the one that was asked and answered."""
        found = self._of(day)
        if not found:
            judged.doubt(self.none.format(day=say_day(day)))
            return None
        if len(found) == 1:
            return found[0]
        said = f"{self.key} of {day.isoformat()}"
        means = self.understanding.means(Meaning.Subject.SESSION, said)
        chosen = next((one for one in found if str(one.pk) == means), None)
        if chosen is not None:
            judged.notes.append(f"Taken as for {say_clock(chosen.starts_at)}, {chosen.place}.")
            return chosen
        names = {str(one.pk): f"{say_clock(one.starts_at)}, {one.place}" for one in found}
        asks = f"For which session on {say_day(day)} {self.of_what}?"
        question = Question(Meaning.Subject.SESSION, said, asks=asks, choices=names)
        judged.doubt(f"There are {len(found)} sessions on {say_day(day)}. For which was it?", question)
        return None

    def _of(self, day):
        if day not in self.known:
            held = self.sessions.filter(starts_at__gte=moment_of(day), starts_at__lt=moment_of(day + A_DAY))
            self.known[day] = list(held.with_facts().order_by("starts_at", "pk")[:MOST])
        return self.known[day]
