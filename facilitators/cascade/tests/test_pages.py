"""The cascade on its pages: for those they are for, in words that add up, in a few queries."""

import re

import pytest

from facilitators.cascade.published import PUBLISHED
from facilitators.cascade.tests.factories import A_DAY, delivered, trained, training
from facilitators.cascade.tests.reading import PAGES, names, rows_of
from facilitators.models import Facilitator, Leave
from facilitators.tests.factories import TUESDAY
from stepforward.testing import reading_as, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", PAGES)
def test_coordinators_and_deans_see_it_and_nobody_else(
    address, amira, coordinator, dean, programme_lead, stranger
):
    other = trained(stage="lead")
    people = (coordinator, dean, programme_lead, amira.user, other.user, stranger, None)
    statuses = [signed_in_as(user).get(address).status_code for user in people]
    assert statuses == [200, 200, 403, 403, 403, 404, 302]


@pytest.mark.parametrize("address", PAGES)
def test_deans_read_names_but_get_no_links_to_people_and_no_addresses(address, amira, coordinator, dean):
    to_people = f'href="/facilitators/{amira.pk}/"'
    read = reading_as(dean)(address)
    assert names(read) and "/facilitators/" not in read and "nowhere.example" not in read
    assert "@" not in reading_as(dean)(f"{address}?format=csv")
    if address != "/cascade/waiting/":
        assert to_people in reading_as(coordinator)(address)


def test_the_tree_says_what_each_branch_did(amira, dean):
    text = re.sub(r"<[^>]+>", " ", reading_as(dean)("/cascade/"))
    text = re.sub(r"\s+", " ", text)
    assert "4 people were trained to deliver Active Bystander, over 3 generations" in text
    assert "2 of them delivered it at least once" in text
    assert "Together they delivered 2 sessions and reached 5 people" in text
    assert "Amira Haddad trainer Generation 1: trained 2, reached 5 people in branch" in text
    assert "Ben Ali lead Generation 2: trained 1, reached 5 people in branch" in text
    assert "Dev Rao trained Generation 3: not delivered yet" in text
    assert "Trained on 14 November 2025" in text and "with Amira Haddad." in text
    assert "Trained before the programme began, or elsewhere." in text


def test_the_tree_is_open_to_two_levels_and_opens_wholly_by_a_link(amira, dean):
    get = reading_as(dean)
    assert (get("/cascade/").count("<details open>"), get("/cascade/").count("<details>")) == (1, 1)
    wholly = get("/cascade/?open=all")
    assert (wholly.count("<details open>"), wholly.count("<details>")) == (2, 0)
    assert 'open=all">Open all branches' in get("/cascade/") and "Close the branches" in wholly


def test_a_tree_with_many_roots_comes_in_pages_with_whole_branches(amira, dean):
    for _ in range(20):
        trained()
    first, second = (reading_as(dean)(f"/cascade/?page={n}") for n in (1, 2))
    assert {"Amira Haddad", "Ben Ali", "Cleo Price", "Dev Rao"} <= set(names(first))
    assert (first.count('class="sf-tree__one"'), second.count('class="sf-tree__one"')) == (23, 1)
    assert names(second) == []


def test_leave_is_said_without_its_dates(course, dean):
    one = trained()
    first = TUESDAY.date() - 3 * A_DAY
    Leave.objects.create(facilitator=one, starts_on=first, said_by=one.user, said_at=TUESDAY)
    text = reading_as(dean)("/cascade/waiting/")
    assert "On leave" in text and "10 January" not in text


@pytest.mark.parametrize("address", PAGES)
def test_where_nobody_is_trained_it_says_so(address, dean):
    assert "Nobody is trained to deliver a course yet" in reading_as(dean)(address)
    assert len(rows_of(reading_as(dean)(f"{address}?format=csv"))) == 1


@pytest.mark.parametrize(("programme", "n", "m"), PUBLISHED)
def test_a_published_cascade_reads_as_printed(programme, n, m, course, dean):
    source = training(-100, trained(stage="trainer", left_on=TUESDAY.date()))
    people = [trained(source) for _ in range(n)]
    for k in range(0, m, 2):
        delivered(*people[k : min(k + 2, m)], day=-90 + k)
    text = re.sub(r"<[^>]+>|\s+", " ", reading_as(dean)("/cascade/"))
    assert re.search(rf" 2 +{n} +{m} ", text)  # generation, trained, delivered
    assert f"{programme}: {m} of {n}" in text
    assert f"{n + 1 - m} of {n + 1} trained" in reading_as(dean)("/cascade/waiting/")


def test_facilitators_read_of_their_own_branch_alone(amira, course):
    text = re.sub(r"\s+", " ", reading_as(amira.user)("/portfolio/"))
    assert "You trained 2 facilitators: Ben Ali and Cleo Price." in text
    assert "your branch is 4 facilitators over 3 generations, you among them" in text
    assert "Together you delivered 2 sessions and reached 5 people." in text
    ben = Facilitator.objects.get(user__name="Ben Ali")
    text = re.sub(r"\s+", " ", reading_as(ben.user)("/portfolio/"))
    assert "You trained 1 facilitator: Dev Rao. Your branch is 2 facilitators, you among them." in re.sub(
        r"<[^>]+>", "", text
    )
    assert "Cleo Price" not in text
    dev = Facilitator.objects.get(user__name="Dev Rao")
    assert "Your branch" not in reading_as(dev.user)("/portfolio/")


def test_it_is_linked_from_where_people_look(amira, coordinator, dean, programme_lead):
    for address in ("/facilitators/", "/facilitators/growth/", "/rollout/"):
        assert 'href="/cascade/"' in reading_as(coordinator)(address)
    assert 'href="/cascade/"' in reading_as(dean)("/rollout/")
    for address in ("/facilitators/growth/", "/rollout/"):
        assert 'href="/cascade/"' not in reading_as(programme_lead)(address)


@pytest.mark.parametrize("n", [1, 3, 25])
def test_pages_cost_the_same_however_many_there_are(n, course, coordinator, django_assert_num_queries):
    one = trained(stage="trainer")
    for k in range(n):
        source = training(-100 + k, one)
        one = trained(source)
        trained(source, stage="co_facilitator")
        delivered(one, day=-60 + k, people=1)
    client = signed_in_as(coordinator)
    for address, queries in (("/cascade/?open=all", 6), ("/cascade/people/", 6), ("/cascade/waiting/", 7)):
        with django_assert_num_queries(queries):
            client.get(address)
    for address, queries in (("/cascade/", 6), ("/cascade/waiting/", 7)):
        with django_assert_num_queries(queries):
            client.get(f"{address}?format=csv").getvalue()
