"""What others published on such courses comes out of our arithmetic, from data sets built to their figures.

Their raw rows are not public, so people are invented until every figure rounds to the one in print.
"""

import pytest
from scipy import stats

from feedback.analysis.described import described
from feedback.analysis.paired import paired
from feedback.analysis.rated import rated
from feedback.analysis.unpaired import difference

PEOPLE, MOST = 58, 55  # Chew 2023, BMJ Leader: the total of a scale, before and after


def scores(mean, sd):
    """So many people's totals at even steps of a beta distribution: bell-shaped, and none above the most."""
    share, spread = mean / MOST, (sd / MOST) ** 2
    concentration = share * (1 - share) / spread - 1
    steps = [(place + 0.5) / PEOPLE for place in range(PEOPLE)]
    beta = stats.beta.ppf(steps, share * concentration, (1 - share) * concentration)
    return [round(MOST * step) for step in beta]


def as_in_chew():
    """{(before, after): people}. Somebody who was low before is higher after than others, though not in the
    same order: each third rank of after goes to the next rank of before, a correlation of about 0.4."""
    before, after = scores(38.17, 5.9), scores(49.13, 4.8)
    cells = {}
    for place, was in enumerate(before):
        pair = was, after[3 * place % PEOPLE]
        cells[pair] = cells.get(pair, 0) + 1
    return cells


def test_a_total_of_55_gives_the_means_deviations_difference_and_interval_in_print():
    found = paired(as_in_chew())
    assert found.n == 58
    assert (round(found.before.mean, 1), round(found.before.sd, 1)) == (38.2, 5.9)
    assert (round(found.now.mean, 1), round(found.now.sd, 1)) == (49.1, 4.8)
    # then 11.0 although the rounded means differ by 10.9, as the source notes of its own
    change = found.change
    assert (round(change.mean, 1), round(change.low, 1), round(change.high, 1)) == (11.0, 9.4, 12.5)


def test_the_interval_in_print_is_of_pairs_and_not_of_strangers():
    """The control: the same people taken as two groups give a wider interval than was published."""
    cells = as_in_chew()
    found = difference(described(side(cells, 0)), described(side(cells, 1)))
    assert found.mean == pytest.approx(paired(cells).change.mean)
    assert found.high - found.low > 3.9


def side(cells, which):
    tally = {}
    for pair, people in cells.items():
        tally[pair[which]] = tally.get(pair[which], 0) + people
    return tally


@pytest.mark.parametrize(
    ("hits", "published"),
    [(191, 81), (224, 95), (154, 66), (213, 91), (122, 52), (209, 89), (161, 69), (217, 92)],
)
def test_counts_of_who_agrees_give_the_percentages_in_print(hits, published):
    """PMC10868425, table 1: of 235, four items before and after."""
    agree = rated({(None, 5): hits - 50, (None, 4): 50, (None, 3): 11, (None, 2): 235 - 11 - hits}).agree
    assert (agree.hits, agree.n, round(agree.percent)) == (hits, 235, published)
    low, high = agree.interval
    assert low < published < high


def test_wilsons_interval_is_the_one_in_print():
    """PMC10868425, table 1, item 3."""
    low, high = rated({(None, 4): 122, (None, 2): 113}).agree.interval
    assert (round(low, 1), round(high, 1)) == (45.5, 58.2)
