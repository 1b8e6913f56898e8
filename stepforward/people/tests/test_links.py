from datetime import timedelta

import pytest

from stepforward.people import links
from stepforward.people.models import Organisation, PrivateLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def bolton():
    return Organisation.objects.get(ods_code="RMC")


def test_a_link_opens_its_thing_until_it_expires_and_its_token_is_kept_nowhere(bolton, now):
    token = links.issue("look", bolton, expires_at=now + timedelta(days=1))
    assert links.follow("look", token, now=now + timedelta(days=1, seconds=-1)) == bolton.pk
    with pytest.raises(links.LinkUnusable, match="too old"):
        links.follow("look", token, now=now + timedelta(days=1))
    assert token not in str(PrivateLink.objects.values().get())


def test_several_links_open_the_same_thing_and_are_withdrawn_together(bolton, now):
    tokens = [links.issue("look", bolton, expires_at=now + timedelta(days=1)) for _ in range(2)]
    assert {links.follow("look", token, now=now) for token in tokens} == {bolton.pk}
    assert links.withdraw("look", bolton, now=now) == 2
    for token in tokens:
        with pytest.raises(links.LinkUnusable, match="withdrawn"):
            links.follow("look", token, now=now)


@pytest.mark.parametrize("token", ["", "x", "x" * 500, "é"])
def test_an_unknown_link_and_one_for_something_else_open_nothing(bolton, now, token):
    other = links.issue("something else", bolton, expires_at=now + timedelta(days=1))
    for tried in (token, other):
        with pytest.raises(links.LinkUnusable, match="do not know"):
            links.follow("look", tried, now=now)
