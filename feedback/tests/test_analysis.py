"""The analysis of tallies, held against the raw rows that they were counted from, worked through by scipy."""

import statistics
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from feedback.analysis.described import described
from feedback.analysis.paired import paired
from feedback.analysis.rated import rated
from feedback.analysis.shares import Share, of_options
from feedback.analysis.unpaired import difference

points = st.integers(1, 5)
pairs = st.lists(st.tuples(points, points), min_size=2, max_size=80)
ratings = st.lists(points, min_size=2, max_size=80)
about = {"rel": 1e-9, "abs": 1e-9}
thorough = settings(max_examples=60, deadline=None)


@given(ratings)
@thorough
def test_a_rating_is_described_as_its_raw_rows_are(rows):
    found = described(Counter(rows))
    assert found.n == len(rows)
    assert found.mean == pytest.approx(statistics.fmean(rows), **about)
    assert found.sd == pytest.approx(statistics.stdev(rows), **about)
    if found.sd:
        expected = stats.t.interval(0.95, len(rows) - 1, loc=found.mean, scale=stats.sem(rows))
        assert (found.low, found.high) == pytest.approx(expected, **about)


@given(pairs)
@thorough
def test_a_change_is_that_of_a_paired_t_test_on_the_raw_rows(rows):
    found = paired(Counter(rows))
    before, now = zip(*rows, strict=True)
    assert (found.n, found.cant_say) == (len(rows), 0)
    for side, given_ in ((found.before, before), (found.now, now)):
        assert (side.mean, side.sd) == pytest.approx((statistics.fmean(given_), statistics.stdev(given_)))
    assert found.change.mean == pytest.approx(found.now.mean - found.before.mean, **about)
    if found.change.sd:
        expected = stats.ttest_rel(now, before).confidence_interval(0.95)
        assert (found.change.low, found.change.high) == pytest.approx(tuple(expected), **about)


@given(ratings, ratings)
@thorough
def test_two_waves_are_compared_as_strangers_by_welch(first, second):
    found = difference(described(Counter(first)), described(Counter(second)))
    assert found.mean == pytest.approx(statistics.fmean(second) - statistics.fmean(first), **about)
    if len(set(first)) > 1 and len(set(second)) > 1:
        expected = stats.ttest_ind(second, first, equal_var=False).confidence_interval(0.95)
        assert (found.low, found.high) == pytest.approx(tuple(expected), rel=1e-6, abs=1e-9)
    assert found.low <= found.mean <= found.high


def test_where_nobody_differs_in_either_wave_there_is_no_doubt():
    found = difference(described({2: 10}), described({4: 12}))
    assert (found.low, found.mean, found.high) == (2, 2, 2)


def test_a_wave_that_agrees_leaves_the_doubt_of_the_other():
    # given ten who all said 4, and ten of mean 2.4 and deviation 0.5164: half = 2.262 * 0.5164 / sqrt(10)
    found = difference(described({2: 6, 3: 4}), described({4: 10}))
    assert (found.low, found.high) == pytest.approx((1.6 - 0.3694, 1.6 + 0.3694), abs=1e-3)


@given(pairs, st.integers(2, 200_000))
@thorough
def test_a_thousandfold_tally_is_counted_and_not_expanded(rows, times):
    once, often = paired(Counter(rows)), paired({pair: times * n for pair, n in Counter(rows).items()})
    assert often.n == times * once.n
    assert often.change.mean == pytest.approx(once.change.mean)
    assert often.change.sd <= once.change.sd + 1e-9


def test_who_could_not_say_is_counted_apart_and_in_no_mean():
    # given ten pairs, two people who could say one of both, and one who could say neither
    found = paired({(2, 4): 6, (3, 4): 4, (0, 4): 1, (3, 0): 1, (0, 0): 1})
    # then by hand, of the ten: 1.6, s = sqrt(2.4 / 9) = 0.5164, t(9) = 2.262, half = 0.3694
    assert (found.n, found.cant_say) == (10, 3)
    assert (found.before.mean, found.now.mean) == (2.4, 4.0)
    assert found.change.sd == pytest.approx(0.5164, abs=1e-4)
    assert (found.change.low, found.change.high) == pytest.approx((1.2306, 1.9694), abs=1e-3)


@pytest.mark.parametrize("cells", [{}, {(2, 4): 1}, {(0, 4): 30, (2, 0): 8}, {(2, 4): 1, (0, 1): 9}])
def test_without_two_pairs_there_is_no_change(cells):
    assert paired(cells) is None


def test_the_effect_is_d_av_and_waits_for_thirty_pairs():
    # given as many who went from 1 to 3 as from 3 to 5, so that both deviations are 1.017 among 30
    found = paired({(1, 3): 15, (3, 5): 15})
    assert found.before.sd == found.now.sd == pytest.approx(1.017, abs=1e-3)
    assert found.effect == pytest.approx(2 / 1.017, abs=1e-3)
    assert paired({(1, 3): 15, (3, 5): 14}).effect is None


def test_where_nobody_differs_there_is_no_effect_to_divide():
    assert paired({(2, 4): 40}).effect is None


def test_a_rating_leaves_out_who_could_not_say():
    found = rated({(None, 5): 6, (None, 4): 3, (None, 2): 1, (None, 0): 4})
    assert (found.n, found.cant_say) == (10, 4)
    assert found.described.mean == 4.4
    assert (found.agree.hits, found.agree.percent) == (9, 90)


def test_a_then_and_now_question_can_be_rated_as_it_is_now():
    assert rated({(1, 4): 3, (2, 4): 2, (2, 5): 1, (3, 0): 1}).points == {4: 5, 5: 1}


OPTIONS = {1: "Spoke up", 2: "Distracted", 3: "Nothing"}


def test_shares_of_one_choice_are_of_all_who_chose():
    shares = of_options({(None, 1): 12, (None, 3): 8}, OPTIONS)
    assert [(text, share.hits, share.n) for _, text, share in shares] == [
        ("Spoke up", 12, 20),
        ("Distracted", 0, 20),
        ("Nothing", 8, 20),
    ]


def test_shares_of_many_choices_are_of_the_people_and_not_of_the_ticks():
    # given twenty people who ticked thirty times
    shares = of_options({(None, 0): 20, (None, 1): 18, (None, 2): 12}, OPTIONS)
    assert [share.percent for *_, share in shares] == [90, 60, 0]


def test_nobody_has_no_shares():
    assert of_options({}, OPTIONS) == []


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@thorough
def test_a_share_lies_within_its_interval_and_that_between_nothing_and_all(counts):
    share = Share(*counts)
    low, high = share.interval
    assert -1e-9 <= low <= share.percent + 1e-9
    assert share.percent - 1e-9 <= high <= 100 + 1e-9
