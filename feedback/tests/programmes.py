"""Made-up programmes of a few weeks, and all that somebody could write down of them, week by week."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from feedback import counting, rounds
from feedback.answering import submit
from feedback.models import Pool, Questionnaire, Round, Spread, Wave
from feedback.reporting import session_report
from feedback.tests.conftest import everybody
from feedback.tests.factories import SessionFactory
from stepforward.rollout.tests.factories import trust

NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
WEEKS = 10
TRUSTS = ("RXL", "RXN", "RMC", "RM3")  # two of each of two systems
QUESTIONS = [
    {"code": "safely", "kind": "then_now", "text": "I could respond safely"},
    {"code": "recommend", "kind": "rating", "text": "I would recommend it"},
    {"code": "did", "kind": "many", "text": "What I did", "options": [[1, "Something"], [2, "Nothing"]]},
]
KINDS = {one["code"]: one["kind"] for one in QUESTIONS}

# Few values, so that people are often of one mind; gaps, so that often few answer.
mind = st.sampled_from([4, 4, 4, 5, 0])
answers = st.fixed_dictionaries(
    {"recommend": mind},
    optional={
        "safely": st.tuples(st.sampled_from([2, 3, 0]), mind).map(list),
        "did": st.lists(st.sampled_from([1, 2]), min_size=1, unique=True),
    },
)
people = st.lists(st.tuples(st.sampled_from(["", "02", "03"]), answers), max_size=14)
planned_sessions = st.lists(
    st.fixed_dictionaries(
        {
            "trust": st.sampled_from(TRUSTS),
            "closes": st.integers(1, 4),
            "weeks": st.lists(people, min_size=1, max_size=3),
        }
    ),
    min_size=2,
    max_size=6,
)


class Programme:
    """Sessions and what was seen of them. `batches` holds who was counted together: (week, [(staff group,
    answers), …]); `opened` the last week in which each staff group's pool was."""

    def __init__(self, planned):
        self.course = SessionFactory(now=NOW, course__code="active-bystander").course
        Questionnaire.objects.create(course=self.course, wave=Wave.AFTER, version=1, questions=QUESTIONS)
        self.planned = {self._open(one).pk: one for one in planned}
        self.trusts = [trust(code) for code in TRUSTS]
        self.reports, self.told, self.opened = [], [], []
        self.batches, self.submitted = [], 0
        self._held = {pk: [] for pk in self.planned} | {"leftovers": []}
        self._counted = Counter()

    def live(self):
        """Week after week, answers come in and are counted; yields when all of a week can be seen."""
        for week in range(WEEKS):
            for pk, planned in self.planned.items():
                if week < min(len(planned["weeks"]), planned["closes"]):
                    self._answer(pk, planned["weeks"][week])
            counting.count_due(now=NOW + timedelta(weeks=week))
            self._note_who_was_counted(week)
            self.reports.append(dict(self._reports()))
            rows = Spread.objects.all()
            self.told.append({(r.system, r.organisation_id, r.staff_group, r.question): r.told for r in rows})
            yield week

    def closed(self):
        return set(Round.objects.filter(closed=True).values_list("session", flat=True))

    def _open(self, planned):
        people = sum(map(len, planned["weeks"]))
        host = {"organisation": trust(planned["trust"]), "course": self.course}
        session = SessionFactory(now=NOW, attended=people, **host)
        found = rounds.open_round(session=session, now=NOW, send=False)
        found.closes_on = found.opens_on + timedelta(weeks=planned["closes"])
        found.save(update_fields=["closes_on"])
        return found

    def _answer(self, pk, people):
        invitations = everybody(Round.objects.get(pk=pk))
        for invitation, (group, said) in zip(invitations, people, strict=False):
            submit(invitation=invitation, answers=said, comments={}, staff_group=group)
        self._held[pk] += people
        self.submitted += len(people)

    def _note_who_was_counted(self, week):
        for found in Round.objects.order_by("pk"):
            self._note(found.pk, found.counted, week)
            if found.closed:
                self._held["leftovers"] += self._held[found.pk]
                self._held[found.pk] = []
        for pool in Pool.objects.filter(staff_group=""):
            self._note("leftovers", pool.counted, week)
        opened = dict(self.opened[-1]) if self.opened else {}
        for pool in Pool.objects.exclude(staff_group=""):
            if pool.counted > self._counted[pool.staff_group]:
                opened[pool.staff_group] = week
            self._counted[pool.staff_group] = pool.counted
        self.opened.append(opened)

    def _note(self, of, counted, week):
        if counted > self._counted[of]:
            self.batches.append((week, self._held[of]))
            self._held[of] = []
        self._counted[of] = counted

    def _reports(self):
        """((session, question), cells) of what the sessions' pages show."""
        for found in Round.objects.select_related("session"):
            for item in session_report(found.session, with_unread_comments=True).items:
                if not item.why_hidden:
                    yield (found.session_id, item.code), dict(item.cells)
