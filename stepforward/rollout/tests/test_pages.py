"""The dashboard and its CSVs, for everybody, and with nothing in the database."""

import csv
import io

import pytest
from django.urls import reverse

from stepforward.rollout import registry
from stepforward.rollout.panel import Panel, Reading
from stepforward.rollout.tests.factories import FactFactory, PhaseFactory
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
PAGES = ("rollout:dashboard", "rollout:report")


def addresses():
    slugs = [panel.slug for panel in registry.panels()]
    return [reverse(page) for page in PAGES] + [
        reverse("rollout:panel_file", args=[slug, "csv"]) for slug in slugs
    ]


@pytest.mark.parametrize("role", ["dean", "coordinator", "programme_lead"])
def test_those_who_lead_the_programme_see_it(role):
    client = signed_in_as(person(role))
    FactFactory()
    assert [client.get(reverse(page)).status_code for page in PAGES] == [200, 200]
    assert client.get(reverse("rollout:panel_file", args=["trusts-reached", "csv"])).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("facilitator", 403), (None, 404)])
def test_others_are_told_that_it_is_not_theirs(role, status):
    client = signed_in_as(person(role))
    assert {client.get(address).status_code for address in addresses()} == {status}


def test_without_signing_in_one_is_asked_to(client):
    assert {client.get(address).status_code for address in addresses()} == {302}


def test_an_empty_database_gets_a_kind_page_and_no_division_by_zero(dean):
    client = signed_in_as(dean)
    for page in PAGES:
        text = client.get(reverse(page)).content.decode()
        assert "Nobody has been trained in this part of the rollout yet." in text
        assert "0 of 31." in text
    assert "The first closed register starts the figures" in client.get(reverse(PAGES[0])).content.decode()


def test_a_phase_without_anybody_or_a_target_of_nobody_is_no_error(dean):
    PhaseFactory(target_people=0, target_organisations=0)
    client = signed_in_as(dean)
    assert client.get(reverse(PAGES[0])).status_code == 200
    FactFactory()
    assert client.get(reverse(PAGES[0])).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "phase=%FF%FE",
        "from=0001-01-01&to=9999-12-31",
        "to=9999-12-31&phase=dates",
        "from=x&to=y",
        "system=&system=2",
    ],
)
def test_a_strange_address_gets_a_page(dean, query):
    FactFactory()
    client = signed_in_as(dean)
    assert client.get(f"{reverse(PAGES[0])}?{query}").status_code == 200


def test_a_csv_holds_the_rows_of_the_table_beside_the_chart(dean):
    PhaseFactory()
    FactFactory(n=31)
    FactFactory(n=40, staff_group="01")
    client = signed_in_as(dean)
    page = client.get(reverse(PAGES[0]), {"phase": "phase-two"})
    for panel in page.context["panels"]:
        if panel.reading.table is None:
            continue
        answer = client.get(reverse("rollout:panel_file", args=[panel.slug, "csv"]), {"phase": "phase-two"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(text))
        assert header == panel.reading.table.header
        assert rows == [[str(cell) for cell in row] for row in panel.reading.table.rows]
        assert f'filename="{panel.slug}.csv"' in answer["Content-Disposition"]


def test_a_csv_of_what_is_not_there_is_not_found(dean):
    client = signed_in_as(dean)
    assert client.get("/rollout/no-such-panel.csv").status_code == 404
    assert client.get("/rollout/trusts-reached.pdf").status_code == 404


def test_every_chart_has_its_table_beside_it(dean):
    PhaseFactory()
    FactFactory(n=31)
    FactFactory(n=40, staff_group="01")
    for panel in signed_in_as(dean).get(reverse(PAGES[0])).context["panels"]:
        assert bool(panel.charts) == (panel.reading.table is not None), panel.slug


def test_an_idle_word_in_the_address_is_said_on_the_page_and_escaped(dean):
    answer = signed_in_as(dean).get(reverse(PAGES[0]), {"system": "<b>x</b>"})
    assert "We do not know the system “&lt;b&gt;x&lt;/b&gt;”" in answer.content.decode()


def test_the_same_panel_cannot_be_handed_in_twice():
    class Again(Panel):
        slug = registry.panels()[0].slug

        def read(self, scope):
            return Reading("")

    with pytest.raises(ValueError, match="already"):
        registry.register(Again)
