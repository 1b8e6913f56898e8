"""The page on what people say and whether it lasts: who sees it, what it says, and what it keeps back."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from feedback.models import Spread, Wave
from feedback.questions import RATING
from feedback.sections import SECTIONS
from feedback.spreads import NOT_BOTH, NOT_BY_DATES, TOO_FEW
from feedback.tests.spreading import course, everything_told, tell
from stepforward.people.models import Organisation
from stepforward.rollout.tests.factories import PhaseFactory
from stepforward.testing import person, reading_as, signed_in_as

PAGE = "/rollout/feedback/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def phase(db):
    return PhaseFactory()


def sections(client, query=""):
    """{slug: Reading} of the page."""
    return {one.slug: one.reading for one in client.get(PAGE + query).context["sections"]}


def cells_of(reading, row=0):
    return dict(zip(reading.table.header, reading.table.rows[row], strict=True))


# --- Who sees it ---


@pytest.mark.parametrize(
    ("role", "status"),
    [("dean", 200), ("coordinator", 200), ("programme_lead", 200), ("facilitator", 403), (None, 404)],
)
def test_those_who_lead_the_programme_see_it_and_nobody_else(role, status):
    everything_told()
    client = signed_in_as(person(role))
    for address in (PAGE, f"{PAGE}changes.csv", f"{PAGE}changes.xlsx"):
        assert client.get(address).status_code == status


def test_without_signing_in_one_is_asked_to(client):
    assert {client.get(address).status_code for address in (PAGE, f"{PAGE}changes.csv")} == {302}


def test_the_dashboard_leads_to_it_within_the_same_scope(dean):
    page = reading_as(dean)("/rollout/?system=QE1")
    assert f'href="{PAGE}?phase=phase-two&amp;system=QE1"' in page


# --- What it says ---


def test_changes_are_paired_with_their_deviations_and_who_could_not_say(dean):
    # given ten people of two trusts, worked out by hand in the tests of the analysis
    tell("respond_safely", {(2, 4): 4, (3, 4): 1, (0, 4): 2})
    tell("respond_safely", {(2, 4): 2, (3, 4): 3}, host="RMC")
    row = cells_of(sections(signed_in_as(dean))["changes"])
    assert row == {
        "Question": "I could respond safely in the moment",
        "Answers": 10,
        "Can’t say": 2,
        "Before, mean": 2.4,
        "Before, SD": 0.5,
        "Now, mean": 4.0,
        "Now, SD": 0.0,
        "Change": 1.6,
        "95% from": 1.2,
        "to": 2.0,
        "Effect": "",
    }


def test_an_effect_is_told_from_thirty_pairs_and_its_kind_is_named(dean):
    tell("respond_safely", {(1, 3): 15, (3, 5): 15})
    found = sections(signed_in_as(dean))["changes"]
    assert cells_of(found)["Effect"] == 2.0  # 2 / 1.017
    assert "Cohen’s d_av" in found.table.note


def test_other_times_stand_beside_with_welchs_interval(dean):
    # given a remembered start of 2.4 and a present of 4.0 among ten, 3 before and 4 or 3 three months on
    tell("respond_safely", {(2, 4): 6, (3, 4): 4})
    tell("respond_safely", {(None, 3): 12}, wave=Wave.BEFORE)
    tell("respond_safely", {(None, 4): 6, (None, 3): 4}, wave=Wave.THREE_MONTHS)
    found = sections(signed_in_as(dean))
    # then both differences have a deviation on one side alone: t(9) = 2.262, 2.262 * 0.5164 / sqrt(10) = 0.37
    row = cells_of(found["lasting"])
    assert (row["Before, said then"], row["n before"], row["n later"]) == (3.0, 12, 10)
    assert (row["Since now"], row["Since, from"], row["Since, to"]) == (-0.4, -0.8, -0.0)
    assert (row["Memory’s shift"], row["Shift, from"], row["Shift, to"]) == (-0.6, -1.0, -0.2)
    assert "0.4 lower than just after" in found["lasting"].words
    assert "the start is 0.6 lower than people said at the time" in found["lasting"].words
    drawn = str(found["changes"].draw(512, "any"))
    assert "◇ before, as said before" in drawn
    assert "■ three months on" in drawn


def test_the_page_says_that_memory_inflates_and_that_groups_differ(dean):
    page = reading_as(dean)(PAGE)
    assert "response shift: Howard 1980" in page
    assert "Nothing ties one person’s answers together" in page


def test_shares_have_wilsons_interval(dean):
    # given 122 of 235: 45.5 to 58.2, as published elsewhere
    tell("recommend", {(None, 5): 100, (None, 4): 22, (None, 3): 113, (None, 0): 9})
    found = sections(signed_in_as(dean))["recommending"]
    assert found.words == "“I would recommend this session”: 52% (95% interval 46 to 58%) gave 4 or 5."
    assert found.table.rows == [["I would recommend this session", 122, 235, 52, 46, 58]]


def test_what_people_did_is_of_those_who_answered_and_not_of_their_ticks(dean):
    tell("what_i_did", {(None, 0): 20, (None, 1): 18, (None, 4): 12}, wave=Wave.THREE_MONTHS)
    found = sections(signed_in_as(dean))["did-since"]
    assert [row[1:4] for row in found.table.rows][:4] == [[18, 20, 90], [0, 20, 0], [0, 20, 0], [12, 20, 60]]


def test_every_section_has_its_chart_its_table_and_its_n(dean):
    everything_told()
    found = sections(signed_in_as(dean))
    assert set(found) == set(SECTIONS)
    for slug, reading in found.items():
        assert reading.table.n >= 10, slug
        assert (reading.draw is not None) is (slug != "lasting"), slug
    assert "after the session 55%" in found["response"].words


def test_a_part_stands_beside_the_whole_programme_and_the_whole_alone(dean):
    # given a system that changed by 1.6 and another by 3
    tell("respond_safely", {(2, 4): 6, (3, 4): 4})
    tell("respond_safely", {(2, 5): 10}, host="RMC")
    client = signed_in_as(dean)
    part, whole = sections(client, "?system=QE1")["changes"], sections(client)["changes"]
    assert cells_of(part)["Programme"] == 2.3
    assert "On average +1.6, in the whole programme +2.3." in part.words
    assert "Programme" not in whole.table.header
    assert "in the whole programme" not in whole.words


def test_a_staff_groups_answers_are_its_own_and_in_nobody_elses_sum(dean):
    tell("respond_safely", {(2, 4): 20})
    tell("respond_safely", {(1, 5): 12}, group="03")
    client = signed_in_as(dean)
    assert sections(client)["changes"].table.n == 20
    assert sections(client, "?staff_group=03")["changes"].table.n == 12
    assert "not known" in sections(client, "?staff_group=03")["response"].words


def test_a_question_that_another_course_asks_differently_is_not_added_up(dean):
    # given "pace" as a rating in a course that comes later by name
    other = course("zoology")
    pace = {"code": "pace", "kind": RATING, "text": "The pace was right"}
    other.questionnaires.create(wave=Wave.AFTER, version=2, questions=[pace])
    tell("pace", {(None, 1): 4, (None, 2): 6})
    mine = tell("recommend", {(None, 4): 30}, of="zoology")
    Spread.objects.filter(pk=mine.pk).update(question="pace")
    client = signed_in_as(dean)
    assert sections(client)["pace"].table.n == 10
    assert sections(client, "?course=zoology")["ratings"].table.n == 30


# --- What it keeps back ---


def test_what_waits_for_company_is_nowhere_and_said_so(dean):
    tell("respond_safely", {(2, 4): 10})
    tell("partly_mine", {}, waiting=[0, 0, 0, 9])
    client = signed_in_as(dean)
    page = client.get(PAGE)
    assert [row[0] for row in sections(client)["changes"].table.rows] == [
        "I could respond safely in the moment"
    ]
    kept_back = page.context["not_shown"]
    assert "Before the course: nothing yet." in kept_back[0]
    assert "“I feel that it is partly mine to act”" in kept_back[1]
    assert "because too few have answered" in kept_back[1]


def test_an_empty_database_gets_a_kind_page(dean):
    client = signed_in_as(dean)
    assert {one.words for slug, one in sections(client).items() if slug in {"changes", "ratings"}} == {
        TOO_FEW
    }
    assert all(one.table is None for one in sections(client).values())


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("?from=2025-12-01", NOT_BY_DATES),
        ("?phase=dates&to=2025-12-01", NOT_BY_DATES),
        ("?system=QE1&staff_group=03", NOT_BOTH),
        ("?organisation=RXL&staff_group=03", NOT_BOTH),
    ],
)
def test_scopes_that_could_single_people_out_are_refused_in_words_and_as_files(dean, query, why):
    everything_told()
    client = signed_in_as(dean)
    page = client.get(PAGE + query)
    assert page.status_code == 200
    assert why in page.content.decode()
    assert page.context["sections"] == []
    assert client.get(f"{PAGE}changes.csv{query}").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["?phase=%FF%FE", "?system=%00", f"?course={'9' * 5000}", "?staff_group=99&phase=x", "?from=0001-01-01"],
)
def test_a_strange_address_gets_a_page(dean, query):
    everything_told()
    assert signed_in_as(dean).get(PAGE + query).status_code == 200


@pytest.mark.parametrize("name", ["nothing.csv", "changes.pdf", "changes.", "response.csv?staff_group=03"])
def test_a_file_that_is_not_there_is_not_found(dean, name):
    everything_told()
    assert signed_in_as(dean).get(PAGE + name).status_code == 404


# --- Files, and what it costs ---


def test_files_hold_the_rows_of_the_table(dean):
    everything_told()
    everything_told(host="RMC")
    client = signed_in_as(dean)
    for slug, reading in sections(client, "?system=QE1").items():
        written = b"".join(client.get(f"{PAGE}{slug}.csv?system=QE1")).decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(written))
        assert header == reading.table.header
        assert rows == [[str(cell) for cell in row] for row in reading.table.rows]
        kept = io.BytesIO(b"".join(client.get(f"{PAGE}{slug}.xlsx?system=QE1")))
        assert load_workbook(kept).active.max_row == len(rows) + 1


@pytest.mark.parametrize(("trusts", "people"), [(1, 300), (3, 300), (25, 300), (1, 30_000)])
def test_the_page_costs_the_same_at_any_size(dean, trusts, people):
    hosts = Organisation.objects.exclude(system_code="").filter(valid_to=None).order_by("ods_code")
    for host in ["RXL", *hosts.exclude(ods_code="RXL").values_list("ods_code", flat=True)][:trusts]:
        everything_told(people // 10, host)
    client = signed_in_as(dean)
    for query, queries in (("", 8), ("?system=QE1", 9)):
        with CaptureQueriesContext(connection) as made:
            assert client.get(PAGE + query).context["sections"][0].reading.table
        assert len(made) == queries
