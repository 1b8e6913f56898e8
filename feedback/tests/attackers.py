"""What somebody would try who has every dump: pair people, in each order that is known of them, with answers,
in each order in which they lie. A pairing that finds more than luck does is a leak."""

from ast import literal_eval
from itertools import product

from django.db import connection

LEAKS_FROM = 5  # standard deviations above luck

PEOPLE = """
SELECT i.id::text, i.ctid::text, i.xmin::text::bigint, i.booking_id,
       (SELECT max(e.id) FROM outbox_outgoingemail e WHERE e.about_id = i.id::text),
       (SELECT min(l.ctid::text) FROM feedback_invitationlink l WHERE l.invitation_id = i.id)
FROM feedback_invitation i WHERE i.round_id = %s AND i.used
"""
BALLOTS = "SELECT id::text, ctid::text, xmin::text::bigint FROM feedback_ballot WHERE box_id = %s"
ANSWERS = {
    "comment": "SELECT text, ctid::text, id::text FROM feedback_comment WHERE {of} = %s AND question = %s",
    "tally": "SELECT value, ctid::text, id::text FROM feedback_tally WHERE {of} = %s AND question = %s",
}


class Watcher:
    """Dumps a round after each answer, and after each counting notes who was counted with whom."""

    def __init__(self, found):
        self.round, self.people, self.ballots, self.counted = found, {}, set(), set()

    def somebody_answered(self):
        """What two dumps, one answer apart, tell: who it was, and which sealed ballot is theirs."""
        ballots = {one[0]: one[1:] for one in rows(BALLOTS, self.round.box_id)}
        fresh = sorted(set(ballots) - self.ballots)
        self.ballots |= set(ballots)
        for pk, row, transaction, booking, email, link in rows(PEOPLE, self.round.pk):
            if pk not in self.people:
                its = ballots[fresh[0]] if len(fresh) == 1 else (0, 0)
                self.people[pk] = {
                    "time": len(self.people),
                    "row": row,
                    "transaction": transaction,
                    "id": pk,
                    "booking": booking,
                    "email": email or 0,
                    "link": link or (0, 0),
                    "ballot's row": its[0],
                    "ballot's id": fresh[0] if fresh else "",
                }

    def guesses(self, what, question, truth):
        """{(order of people, order of answers): how many were right} for those counted since the last time,
        which two dumps tell; nothing where nobody was. `truth` maps an answer to its person's booking."""
        waiting = {pk: one for pk, one in self.people.items() if pk not in self.counted}
        bookings = {one["booking"] for one in waiting.values()}
        answers = [
            one
            for of in ("round_id", "pool_id")
            for one in rows(ANSWERS[what].format(of=of), self._of[of], question)
            if truth[one[0]] in bookings
        ]
        if not answers:
            return {}
        came = {truth[one[0]] for one in answers}
        together = [one for one in waiting.values() if one["booking"] in came]
        self.counted |= {pk for pk, one in waiting.items() if one["booking"] in came}
        found = {}
        for of_people, of_answers in product(together[0], (1, 2)):
            people = sorted(together, key=lambda person: person[of_people])
            lie = sorted(answers, key=lambda answer: answer[of_answers])
            right = sum(truth[a[0]] == p["booking"] for a, p in zip(lie, people, strict=True))
            found[of_people, ("row", "id")[of_answers - 1]] = right
        return found

    @property
    def _of(self):
        return {"round_id": self.round.pk, "pool_id": self.round.pool_id}


def rows(sql, *given):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return [tuple(map(_place, row)) for row in cursor.fetchall()]


def _place(value):
    """A ctid "(0,12)" as a pair of numbers, so that it sorts as rows lie."""
    return literal_eval(value) if isinstance(value, str) and value.startswith("(") else value


def more_than_luck(right, batches):
    """Whether so many hits over so many batches are more than luck. A random pairing finds one of each batch
    on average, whatever its size, give or take one."""
    return right > batches + LEAKS_FROM * batches**0.5
