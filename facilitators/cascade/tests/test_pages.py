"""The cascade on its pages: for those they are for, in words that add up, in a few queries."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from courses.tests.factories import CourseFactory
from facilitators.cascade.published import PUBLISHED
from facilitators.cascade.tests.factories import A_DAY, delivered, trained, training
from facilitators.models import Facilitator, Leave
from facilitators.tests.factories import TUESDAY
from stepforward.testing import reading_as, signed_in_as

pytestmark = pytest.mark.django_db
PAGES = ("/cascade/", "/cascade/people/", "/cascade/waiting/")


@pytest.fixture
def course():
    return CourseFactory()


@pytest.fixture
def amira(course):
    """Trained Ben and Cleo, of whom Ben trained Dev; Cleo and Dev have not delivered."""
    amira = trained(stage="trainer", user__name="Amira Haddad")
    first = training(-100, amira)
    ben = trained(first, user__name="Ben Ali")
    trained(first, user__name="Cleo Price", stage="co_facilitator", left_on=TUESDAY.date())
    trained(training(-60, ben, amira), user__name="Dev Rao", stage="trained")
    delivered(amira, ben, people=3)
    delivered(ben, day=-40, people=2)
    return amira


def names(text):
    return re.findall(r"(Amira Haddad|Ben Ali|Cleo Price|Dev Rao)", text)


def rows_of(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


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


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["Amira Haddad", "Ben Ali", "Cleo Price", "Dev Rao"]),
        ("generation=2", ["Ben Ali", "Cleo Price"]),
        ("stage=trained", ["Dev Rao"]),
        ("delivered=yes", ["Amira Haddad", "Ben Ali"]),
        ("delivered=no", ["Cleo Price", "Dev Rao"]),
        ("q=ALI", ["Ben Ali"]),
        ("sort=trained", ["Dev Rao", "Ben Ali", "Cleo Price", "Amira Haddad"]),
        ("sort=sessions&delivered=yes", ["Ben Ali", "Amira Haddad"]),
        ("sort=branch&generation=2", ["Ben Ali", "Cleo Price"]),
        ("sort=generation", ["Amira Haddad", "Ben Ali", "Cleo Price", "Dev Rao"]),
        ("q=nobody", []),
    ],
)
def test_the_table_and_its_file_hold_those_who_are_asked_for(asked, found, amira, dean):
    get = reading_as(dean)
    text = get(f"/cascade/people/?{asked}")
    assert re.findall(r'scope="row">([A-Z][a-z]+ [A-Z][a-z]+)<', text) == found
    assert [row[0] for row in rows_of(get(f"/cascade/people/?{asked}&format=csv"))[1:]] == found


def test_the_file_has_every_figure_and_everybody(amira, dean):
    for _ in range(30):
        trained(user__name="Zed")
    rows = rows_of(reading_as(dean)("/cascade/?format=csv"))
    assert len(rows) == 35
    ben = dict(zip(rows[0], rows[2], strict=True))
    assert (ben["Name"], ben["Stage"], ben["Generation"]) == ("Ben Ali", "Lead", "2")
    assert (ben["Trained on"], ben["Trained by"]) == ("2025-10-05", "Amira Haddad")
    assert [ben[name] for name in rows[0][8:]] == ["2", "5", "1", "2", "2", "2", "5"]
    sheet = load_workbook(
        io.BytesIO(signed_in_as(dean).get("/cascade/people/?format=xlsx").getvalue())
    ).active
    assert (sheet.max_row, sheet["A3"].value, sheet["J3"].value) == (35, "Ben Ali", 5)


def test_who_waits_is_listed_with_the_reason_filtered_and_in_a_file(amira, dean, coordinator):
    get = reading_as(dean)
    text = get("/cascade/waiting/")
    assert "2 of 4 trained to deliver Active Bystander" in text
    assert names(text)[:1] == ["Cleo Price"] and "Left the programme" in text
    assert "May not deliver yet" in text and "Trained so far" in text
    text = get("/cascade/waiting/?why=left")
    assert "Cleo Price" in text and "Dev Rao" not in text
    header, row = rows_of(get("/cascade/waiting/?why=on_the_way&format=csv"))
    assert dict(zip(header, row, strict=True))["More"] == "Trained so far"
    assert "Nobody fits" in get("/cascade/waiting/?why=asked")
    assert "’s page" not in text and "/facilitators/" in reading_as(coordinator)("/cascade/waiting/")


def test_leave_is_said_without_its_dates(course, dean):
    one = trained()
    first = TUESDAY.date() - 3 * A_DAY
    Leave.objects.create(facilitator=one, starts_on=first, said_by=one.user, said_at=TUESDAY)
    text = reading_as(dean)("/cascade/waiting/")
    assert "On leave" in text and "10 January" not in text


def test_another_course_has_its_own_cascade(amira, dean):
    other = CourseFactory(code="zz", name="Zebra crossing")
    trained(course=other, user__name="Zoe Quinn")
    for address in PAGES:
        text = reading_as(dean)(f"{address}?course={other.pk}")
        assert "Zoe Quinn" in text and names(text) == []
        assert f"/cascade/waiting/?course={other.pk}" in text


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("asked", ["course=king", "course=" + "9" * 25, "course=1%00", "course=-1"])
def test_a_course_that_nobody_knows_is_said(address, asked, amira, dean):
    for extra in ("", "&format=csv"):
        text = reading_as(dean)(f"{address}?{asked}{extra}", status=422)
        assert "There is a problem" in text and "Cleo Price" in text


@pytest.mark.parametrize(
    "asked",
    [
        "people/?generation=9",
        "people/?generation=1e9",
        "people/?stage=king",
        "people/?delivered=perhaps",
        "people/?sort=luck",
        "people/?q=" + "x" * 99,
        "people/?q=a%00b",
        "waiting/?why=king",
        "waiting/?q=a%00b",
    ],
)
def test_a_filter_that_nobody_knows_is_said(asked, amira, dean):
    assert "There is a problem" in reading_as(dean)(f"/cascade/{asked}", status=422)
    assert signed_in_as(dean).get(f"/cascade/{asked}&format=csv").status_code == 422


@pytest.mark.parametrize("asked", ["page=king", "page=99", "page=-1", "open=%00", "format=pdf", "x=1"])
def test_what_does_not_matter_does_no_harm(asked, amira, dean):
    for address in PAGES:
        reading_as(dean)(f"{address}?{asked}")


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
    text = re.sub(r"\s+", " ", reading_as(amira.user)("/growing/"))
    assert "You trained 2 facilitators: Ben Ali and Cleo Price." in text
    assert "your branch is 4 facilitators over 3 generations, you among them" in text
    assert "Together you delivered 2 sessions and reached 5 people." in text
    ben = Facilitator.objects.get(user__name="Ben Ali")
    text = re.sub(r"\s+", " ", reading_as(ben.user)("/growing/"))
    assert "You trained 1 facilitator: Dev Rao. Your branch is 2 facilitators, you among them." in re.sub(
        r"<[^>]+>", "", text
    )
    assert "Cleo Price" not in text
    dev = Facilitator.objects.get(user__name="Dev Rao")
    assert "Your branch" not in reading_as(dev.user)("/growing/")


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
