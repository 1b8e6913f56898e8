"""Every email kind of every floor can be worded, and its default would pass as a coordinator's."""

import pytest

from stepforward.outbox import kinds, rewording
from stepforward.outbox.placeholders import named_in
from stepforward.tests import world
from stepforward.tests.test_templates import email_kinds


def test_every_kind_is_declared():
    assert [kind for kind in email_kinds() if kinds.find(kind) is None] == []


@pytest.mark.parametrize("kind", kinds.declared(), ids=lambda kind: kind.name)
def test_the_default_could_be_saved_as_it_is(kind):
    assert rewording.mistakes(kind, rewording.default_of(kind)) == {}


@pytest.mark.parametrize("kind", kinds.declared(), ids=lambda kind: kind.name)
def test_every_placeholder_says_what_it_means_and_gives_an_example(kind):
    for placeholder in kind.placeholders.values():
        assert placeholder.means[0].isupper() or placeholder.means[0] == "“"
        assert placeholder.example.strip()


@pytest.mark.django_db
def test_every_placeholder_can_be_filled_from_the_demo_s_newest_rows():
    real = set()
    with world.planted():
        for kind in kinds.declared():
            words = kind.newest()
            if words is None:
                continue
            real.add(kind.name)
            words |= dict.fromkeys(kind.private, "here")
            assert all(isinstance(kind.say(name, words), str) for name in kind.placeholders), kind.name
            assert "{" not in rewording.default_of(kind).filled(lambda n, k=kind, w=words: k.say(n, w))[1]
    assert {"courses/booking_confirmed", "facilitators/part_accepted", "people/invited"} <= real


@pytest.mark.django_db
@pytest.mark.parametrize("kind", kinds.declared(), ids=lambda kind: kind.name)
def test_without_any_row_there_is_an_example(kind):
    assert kind.newest() is None


def test_names_of_placeholders_are_plain():
    for kind in kinds.declared():
        text = " ".join(f"{{{name}}}" for name in kind.placeholders)
        assert named_in(text) == set(kind.placeholders)
