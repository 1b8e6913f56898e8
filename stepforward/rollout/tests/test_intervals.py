"""The arithmetic, held against figures that others published."""

import subprocess
import sys

import pytest

from stepforward.rollout.intervals import mean_interval, t_quantile, wilson


@pytest.mark.parametrize(
    ("freedom", "published"),
    [
        (1, 12.706),
        (4, 2.776),
        (7, 2.365),
        (9, 2.262),
        (19, 2.093),
        (29, 2.045),
        (57, 2.002),
        (120, 1.980),
        (10_000, 1.960),
    ],
)
def test_t_is_the_one_in_the_tables(freedom, published):
    assert t_quantile(freedom) == pytest.approx(published, abs=0.0006)


def test_wilson_gives_the_published_interval():
    # PMC10868425 table 1, item 3: 122 of 235, 45.5 to 58.2
    low, high = wilson(122, 235)
    assert (round(100 * low, 1), round(100 * high, 1)) == (45.5, 58.2)


@pytest.mark.parametrize(
    ("hits", "published"), [(191, 81), (154, 66), (122, 52), (161, 69), (224, 95), (213, 91), (209, 89)]
)
def test_published_shares_lie_within_their_intervals(hits, published):
    # the same table: counts of 235, published as whole per cents
    low, high = wilson(hits, 235)
    assert low < published / 100 < high


def test_wilson_stays_between_nobody_and_everybody():
    assert wilson(0, 20)[0] == pytest.approx(0)
    assert wilson(20, 20)[1] == pytest.approx(1)


def test_a_paired_interval_is_the_published_one():
    """Chew 2023: 38.2 (SD 5.9) to 49.1 (4.8), n = 58, difference 11.0, 9.4 to 12.5.

    The deviation of the differences is not published, but it must be one that two such deviations can have
    (a correlation between 0 and 1), and their middle, 10.95, must round to what is.
    """
    for deviation in (5.88, 5.9):
        correlation = (5.9**2 + 4.8**2 - deviation**2) / (2 * 5.9 * 4.8)
        assert 0 < correlation < 1
        low, high = mean_interval(10.95, deviation, 58)
        assert (round(low, 1), round(high, 1)) == (9.4, 12.5)


def test_unpaired_arithmetic_would_not_give_it():
    """The control: taking the two waves as strangers gives a wider interval than was published."""
    low, high = mean_interval(10.95, (5.9**2 + 4.8**2) ** 0.5, 58)
    assert high - low > 3.9


def test_scipy_is_loaded_by_who_draws_a_figure_and_not_when_a_process_starts():
    # given a process that does as the worker does when it starts
    loads = "import django; django.setup(); import sys; sys.exit('scipy' in sys.modules)"
    started = subprocess.run([sys.executable, "-c", loads], check=False)  # noqa: S603  our own words
    assert started.returncode == 0
