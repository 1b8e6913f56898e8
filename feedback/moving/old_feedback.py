"""Answers to the online form of before, one person a row. They become closed rounds, as anonymous as those of
today: nothing of a row is kept but what it adds to its session's counts, and its comments, shuffled."""

from collections import Counter, defaultdict
from itertools import count

from courses.models import Session
from courses.moving.held_on import HeldOn
from feedback.counting import OPENS_AT, cells_in, cells_there
from feedback.models import Questionnaire, Round, Wave
from feedback.moving import closed_rounds
from feedback.moving.asked import COLUMNS, QUESTIONS, ballot_in
from stepforward.importing.dates import read_day
from stepforward.importing.reader import Judged, Reader, Verdict, mark
from stepforward.rollout.models import Phase
from stepforward.ui.wording import civil_date, say_day

NO_SESSION = (
    "No session was delivered on {day}. Move its sign-in sheet in first, complete its register, or put the "
    "date right."
)
HAS_ITS_OWN = "People were asked about this session here, and answers from before do not mix with theirs."
OTHERWISE = (
    "Feedback on this session was moved in before, and this file says something else. What is there was left "
    "as it is."
)
TOO_FEW = (
    "Too few to be anonymous: {n} answered about this session, and with others like it in its phase they are "
    "{together}. At least {least} are needed."
)
WITH_OTHERS = "Fewer than {least} answered about this session, so they are counted with others of its phase."


class OldFeedback(Reader):
    kind = "feedback"
    title = "Feedback"
    columns = COLUMNS
    needs = ("day", "relevant safe_to_discuss well_led recommend respond_safely_now", "quote most_useful")
    dates = {"day": ()}
    models = ("feedback.Round",)
    looks_ahead = True
    keeps_only_what_it_reads = True
    cannot_take_back = (
        "Feedback cannot be taken back: its counts join those of others at once, and nobody can tell them "
        "apart any more."
    )

    def __init__(self, *args):
        super().__init__(*args)
        sessions = Session.objects.filter(state=Session.State.DELIVERED)
        of_what = {"key": "feedback", "of_what": "is the feedback", "none": NO_SESSION}
        self.held = HeldOn(self.understanding, sessions, **of_what)
        self.shape = Questionnaire(questions=QUESTIONS)
        self.there, self.pools = {}, {}  # by session: its round; the course and phase it is pooled in
        self.people, self.pooled = Counter(), Counter()  # by session; of those with too few, by pool
        self.cells = defaultdict(lambda: defaultdict(Counter))  # of sessions that have a round
        self.made, self.held_back, self.places = {}, defaultdict(list), defaultdict(count)

    def notice(self, cells):
        """A row counts towards its session's small number before any row is judged."""
        ballot, _ = ballot_in(cells)
        session = self._session(cells, Judged(""))
        if session is None or not _says_something(ballot):
            return
        self._know(session)
        self.people[session.pk] += 1
        if self.there[session.pk] is not None:
            for question, more in cells_in([ballot], self.shape).items():
                self.cells[session.pk][question].update(more)
        elif self.people[session.pk] <= OPENS_AT:
            # The fifth takes those before it along, out of the pool.
            self.pooled[self.pools[session.pk]] += 1 if self.people[session.pk] < OPENS_AT else 1 - OPENS_AT

    def judge(self, cells):
        ballot, left_out = ballot_in(cells)
        judged = Judged("Feedback")
        if not _says_something(ballot):
            return judged.refuse("Nothing is answered in this row.")
        session = self._session(cells, judged)
        if session is None:
            return judged
        judged.what = f"Feedback on the session of {say_day(civil_date(session.starts_at))}"
        judged.notes += left_out
        found, people = self.there[session.pk], self.people[session.pk]
        if found is not None:
            return self._beside(found, judged)
        if people < OPENS_AT:
            together = self.pooled[self.pools[session.pk]]
            if together < OPENS_AT:
                return judged.doubt(TOO_FEW.format(n=people, together=together, least=OPENS_AT))
            judged.notes.append(WITH_OTHERS.format(least=OPENS_AT))
        # Never of what the row says, which would tie one person's answers together.
        judged.key = mark(self.kind, session.pk, next(self.places[session.pk]))
        judged.thing = (session, ballot)
        return judged

    def make(self, batch, run):
        """The rounds, one for each row; ballots wait until all of their round, or pool, are together."""
        rounds = []
        for session, ballot in (judged.thing for judged in batch):
            people = self.people[session.pk]
            if session.pk not in self.made:
                made = closed_rounds.make_round(session=session, answered=people, by=run.by)
                self.made[session.pk] = made
            found = self.made[session.pk]
            rounds.append(found)
            owner, expected = found, people
            if people < OPENS_AT:
                owner, expected = found.pool, self.pooled[self.pools[session.pk]]
            self.held_back[owner].append(ballot)
            if len(self.held_back[owner]) == expected:
                self._fill(owner, self.held_back.pop(owner))
        return rounds

    def _fill(self, owner, ballots):
        today = civil_date(self.now)
        if isinstance(owner, Round):
            closed_rounds.fill_round(found=owner, ballots=ballots, today=today)
        else:
            closed_rounds.fill_pool(pool=owner, ballots=ballots, today=today)

    def _session(self, cells, judged):
        month_first = self.month_first("day", cells.get("day"), judged)
        day = read_day(cells.get("day"), near=civil_date(self.now), past=True, month_first=month_first)
        if day is None:
            judged.doubt("The date of the session is not said in a way that we understand.")
        if judged.verdict != Verdict.MADE:
            return None
        judged.what = f"Feedback on {say_day(day)}"
        return self.held.the_one(day, judged)

    def _know(self, session):
        if session.pk not in self.pools:
            found = Round.objects.filter(session=session, wave=Wave.AFTER).select_related("questionnaire")
            self.there[session.pk] = found.first()
            phase = Phase.objects.on(civil_date(session.starts_at))
            self.pools[session.pk] = (session.course_id, phase and phase.pk)

    def _beside(self, found, judged):
        """Of a session that has a round: moved in before, or asked about here."""
        if found.questionnaire.version != Questionnaire.MOVED_IN:
            return judged.refuse(HAS_ITS_OWN)
        if not self._says_the_same(found):
            return judged.doubt(OTHERWISE)
        judged.verdict, judged.notes = Verdict.UNCHANGED, ["Moved in before."]
        return judged

    def _says_the_same(self, found):
        """As far as can be known: of answers that went to a pool, how many they were."""
        session = found.session_id
        same = found.answered == self.people[session]
        return same and (not found.counted or cells_there(round=found) == self.cells[session])


def _says_something(ballot):
    return bool(ballot["answers"] or ballot["comments"])
