import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.seeding.places import VENUES
from facilitators.seed_people import PEOPLE
from facilitators.travelling.towns import known, miles_between, names, town_in


@pytest.mark.parametrize(
    ("here", "there", "miles"),
    [("Bolton", "Bolton", 0), ("Manchester", "Liverpool", 31), ("Carlisle", "Crewe", 126)],
)
def test_miles_are_in_a_straight_line_between_towns(here, there, miles):
    assert miles_between(here, there) == miles


def test_a_distance_to_somewhere_unknown_is_not_known():
    assert miles_between("Bolton", "Atlantis") is None
    assert miles_between("", "Bolton") is None


def test_a_town_is_known_however_it_is_written():
    assert known(" ashton under  lyne ") == "Ashton-under-Lyne"
    assert known("Atlantis\0") == ""


@pytest.mark.parametrize(
    ("address", "town"),
    [
        ("Minerva Road, Farnworth, Bolton", "Bolton"),
        ("Bury New Road, Prestwich", "Prestwich"),
        ("Bury New Road, Prestwich, Greater Manchester", "Prestwich"),
        ("Chester Road", ""),
        ("", ""),
    ],
)
def test_the_town_of_an_address_is_its_last_line_that_is_one(address, town):
    assert town_in(address) == town


def test_every_venue_and_base_of_the_demo_has_its_town():
    assert all(town_in(address) for _, _, address, *_ in VENUES)
    assert all(known(base) for _, _, base, _ in PEOPLE)


some_town = st.sampled_from(names())


@given(some_town, some_town, some_town)
def test_distances_are_the_same_there_and_back_and_no_detour_is_shorter(here, there, between):
    assert miles_between(here, there) == miles_between(there, here)
    assert miles_between(here, there) <= miles_between(here, between) + miles_between(between, there) + 1
