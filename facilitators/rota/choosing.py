"""From a solution of the linear programme, which has half a team here and there, to a plan.

First what is all but settled is settled and the programme solved again, until little is open; that is left to
branch and bound. Then, again and again, the sessions that hang together by who could do them are opened and
chosen anew, the others kept: a large neighbourhood search, P. Shaw, Using constraint programming and local
search methods to solve vehicle routing problems, CP98 (1998).
"""

from collections import defaultdict
from random import Random
from time import process_time

from facilitators.rota.fast_ledger import FastLedger
from facilitators.rota.quick import plan_quickly

SURE = 0.7  # a team of which so much is chosen is settled
AT_LEAST = 0.05  # of the open sessions are settled in one turn
LEFT = 0.15  # of all sessions are left to branch and bound
OPENED = 60  # sessions chosen anew together, at first
AROUND = 6  # sessions taken at once from around one
A_TRY = 5  # seconds of the processor for one try, at most
SHORT, LONG = 0.4, 2  # seconds: after a shorter try …
MORE, FEWER = 1.15, 0.85  # … so many times as many sessions are opened, after a longer one so many
IDLE = 10  # tries without gain, after which it ends


def choose(programme, *, near, enough, longest, go_on):
    """A plan of the teams found. Better ones are sought until it costs no more than `enough`, for `longest`
    seconds of the processor at most. Teams that miss being worth it by no more than `near` tell which
    sessions hang together. From then on the programme's teams are whole."""
    programme.to_a_corner()
    hanging = _Hanging(programme, near)
    settled = _settle_what_is_sure(programme, go_on)
    programme.whole()
    plan = _chosen_beside(programme, settled, go_on)
    until = process_time() + longest
    return _improve(programme, plan, hanging, enough, lambda: process_time() < until and go_on())


def chosen_plan(programme):
    """The plan that the programme chose, with a team for whatever it left without one where there is one."""
    ledger = FastLedger(programme.problem, programme.finder)
    return plan_quickly(programme.problem, start=programme.chosen(), rounds=0, ledger=ledger)


def _settle_what_is_sure(programme, go_on):
    """The (session, team) of most of the sessions, by settling some and solving again."""
    ledger = FastLedger(programme.problem, programme.finder)
    settled = []
    while (still_open := ledger.plan.count(None)) > LEFT * len(ledger.plan) and go_on():
        more = []
        for value, session, team in sorted(programme.used(), key=lambda one: -one[0]):
            if value < SURE and len(more) >= AT_LEAST * still_open:
                break
            if ledger.plan[session] is None and all(map(ledger.free(session), team)):
                ledger.put(session, team)
                more.append((session, team))
        programme.settle(more, 1)
        settled += more
        if not more or programme.solve() is None:
            break
        programme.forbid_broken()
    programme.settle(settled, 0)
    return settled


def _chosen_beside(programme, kept, go_on):
    """A plan that keeps these (session, team) and chooses the others."""
    until = process_time() + A_TRY
    programme.settle(kept, 1)
    programme.solve_whole(lambda: process_time() < until and go_on())
    programme.settle(kept, 0)
    return chosen_plan(programme)


def _improve(programme, plan, hanging, enough, go_on):
    """A plan that is no dearer, by choosing sessions anew, some at a time."""
    chance = Random(1)  # noqa: S311  no secret
    cost, size, idle = programme.problem.cost(plan), OPENED, 0
    while cost > enough and idle < IDLE and go_on():
        began = process_time()
        opened = hanging.together(chance.randrange(len(plan)), size, chance)
        kept = [one for one in enumerate(plan) if one[0] not in opened and one in programme.columns]
        new = _chosen_beside(programme, kept, go_on)
        gained = cost - programme.problem.cost(new)
        idle = 0 if gained > 0 else idle + 1
        if gained >= 0:
            plan, cost = new, cost - gained
        took = process_time() - began
        size = int(size * (MORE if took < SHORT else FEWER if took > LONG else 1))
    return plan


class _Hanging:
    """Which sessions hang together by people who are, or nearly are, worth having in both."""

    def __init__(self, programme, near):
        self.people, self.sessions = defaultdict(list), defaultdict(list)
        pairs = {
            (session, person)
            for (session, team), column in programme.columns.items()
            if column < len(programme.reduced) and programme.reduced[column] <= near
            for person in programme.problem.newcomers(session, team)
        }
        for session, person in sorted(pairs):
            self.people[session].append(person)
            self.sessions[person].append(session)

    def together(self, first, size, chance):
        """Up to `size` sessions around the `first`."""
        found, waiting = {first}, [first]
        for session in waiting:
            near = {other for person in self.people[session] for other in self.sessions[person]} - found
            near = chance.sample(sorted(near), min(len(near), AROUND, max(size - len(found), 0)))
            found.update(near)
            waiting += near
        return found
