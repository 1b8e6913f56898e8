"""Somebody writes down every figure of every scope in every week, and takes any of them from any other."""

from collections import Counter, defaultdict
from functools import reduce
from itertools import chain, combinations, combinations_with_replacement, product

from django.db.models import Q
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.extra.django import TestCase

from feedback.cells import added, cells_in
from feedback.models import Ballot, Spread, Tally
from feedback.small_numbers import IN_A_SESSION, IN_MANY, may_show
from feedback.tests.programmes import KINDS, WEEKS, Programme, planned_sessions

OF_EVERYBODY = Q(pool=None) | Q(pool__staff_group="")


class TestDifferences(TestCase):
    # Programmes are slow to live through, so one that fails is not made smaller.
    @settings(
        max_examples=15,
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(planned=planned_sessions)
    def test_no_figure_taken_from_another_leaves_fewer_than_may_be_told(self, planned):
        programme = Programme(planned)
        for _ in programme.live():
            nothing_is_lost_or_doubled(programme)
            all_reports_from_all_that_is_told(programme)
        each_look_at_a_session_from_every_later_one(programme)
        each_scope_from_every_wider_one_of_any_later_week(programme)
        each_group_from_the_sessions_that_it_came_to(programme)


def nothing_is_lost_or_doubled(programme):
    kept, counted = Counter(), Counter()
    for row in Spread.objects.all():
        for stream in (row.told, row.waiting, row.apart):
            for cell, n in cells_of(stream, row.question).items():
                kept[row.staff_group, row.question, cell] += n
    for tally in Tally.objects.exclude(round__closed=False).select_related("pool"):
        group = tally.pool.staff_group if tally.pool else ""
        counted[group, tally.question, (tally.before, tally.value)] += tally.n
    assert kept == counted
    # Everybody answers one question, so its answers are all ballots that were opened.
    opened = sum(Tally.objects.filter(OF_EVERYBODY, question="recommend").values_list("n", flat=True))
    sealed = Ballot.objects.exclude(box__pool__staff_group__gt="").count()
    assert opened + sealed == programme.submitted


def all_reports_from_all_that_is_told(programme):
    left = defaultdict(Counter)
    for row in Spread.objects.filter(staff_group=""):
        left[row.question].update(cells_of(row.told, row.question))
        left[row.question].update(cells_of(row.waiting, row.question))  # all of it is in reports
    closed = programme.closed()
    for (session, question), cells in programme.reports[-1].items():
        if session in closed:
            left[question].subtract(cells)
    for question, cells in left.items():
        may_be_left(question, {cell: n for cell, n in cells.items() if n}, IN_MANY)


def each_look_at_a_session_from_every_later_one(programme):
    for first, later in combinations(programme.reports, 2):
        for (session, question), cells in first.items():
            may_be_left(question, less(later[session, question], cells), IN_A_SESSION)


def each_scope_from_every_wider_one_of_any_later_week(programme):
    trusts = {(one.system_code, one.pk) for one in programme.trusts}
    systems = {(system, None) for system, _ in trusts}
    pairs = [*product(trusts, trusts), *product(trusts, systems), *product(systems, systems)]
    pairs = [
        (narrow, wide) for narrow, wide in pairs if narrow[0] == wide[0] and wide[1] in {None, narrow[1]}
    ]
    pairs += [(narrow, ("", None)) for narrow in [*trusts, *systems, ("", None)]]
    seen = {
        (view, question, week): seen_of(programme, view, question, week)
        for view in {*trusts, *systems, ("", None)}
        for question in KINDS
        for week in range(WEEKS)
    }
    for (narrow, wide), question in product(pairs, KINDS):
        for week, later in combinations_with_replacement(range(WEEKS), 2):
            left = less(seen[wide, question, later], seen[narrow, question, week])
            may_be_left(question, left, IN_MANY)


def each_group_from_the_sessions_that_it_came_to(programme):
    """Of people counted together, take whole batches or leave them, to come as near to the groups that are
    told as can be: nobody or ten must lie between."""
    for week, told in enumerate(programme.told):
        groups = sorted({group for (_, _, group, _), row in told.items() if group and row})
        for several, question in product(subsets(groups), KINDS):
            between = 0
            for when, batch in programme.batches:
                answered = [(group, when) for group, said in batch if counts(said.get(question))]
                inside = sum(g in several and when <= programme.opened[week][g] for g, when in answered)
                between += min(inside, len(answered) - inside)
            assert between == 0 or between >= IN_MANY, (week, several, question, between)


def may_be_left(question, left, least):
    many = KINDS[question] == "many"
    assert not left or (min(left.values()) > 0 and may_show(left, least, many=many)), (question, left)


def seen_of(programme, view, question, week):
    system, trust = view
    rows = [
        row
        for (in_system, in_trust, group, asked), row in programme.told[week].items()
        if not group and asked == question and system in {"", in_system} and trust in {None, in_trust}
    ]
    return cells_of(reduce(added, rows, []), question)


def cells_of(row, question):
    return cells_in(row, KINDS[question])


def less(cells, others):
    return {cell: n for cell in {*cells, *others} if (n := cells.get(cell, 0) - others.get(cell, 0))}


def subsets(groups):
    return chain.from_iterable(combinations(groups, size) for size in range(1, len(groups) + 1))


def counts(said):
    """Whether it is an answer that counts somebody: not that they cannot say."""
    return bool(said) and (not isinstance(said, list) or 0 not in said)
