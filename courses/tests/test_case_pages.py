"""The library and a session's cases as everybody sees them: who may, what it says, what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses import cases, picking
from courses.models import CaseReport, Session
from courses.models.case_clearance import Point
from courses.suggesting import last_uses, suggestions
from courses.tests.case_factories import TEXT, a_case, a_used_case, reworded, used
from courses.tests.factories import NOW, SessionFactory, TrainingRequestFactory
from stepforward.people.models import Organisation
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
ALL = {**TEXT, "readers": "team", "based_on": "1"}


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


@pytest.fixture
def facilitator(db):
    return signed_in_as(person("facilitator"))


@pytest.fixture
def session():
    return SessionFactory(starts_at=timezone.now() + timedelta(days=9))


def at(name, *keys):
    return reverse(f"courses:{name}", args=keys)


def text_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.text


# --- who sees what ---


def test_a_facilitator_finds_only_what_is_in_use_and_meant_for_them(facilitator):
    seen = a_used_case(title="Seen")
    hidden = [
        a_case(title="A draft"),
        a_used_case(title="For teams", readers="team"),
        a_used_case(title="For coordinators", readers="coordinators"),
        cases.retire(case=a_used_case(title="Retired"), by=person("coordinator")),
    ]
    html = text_of(facilitator, at("cases"))
    csv = b"".join(facilitator.get(at("cases") + "?format=csv").streaming_content).decode()
    assert "Seen" in html
    assert "Seen" in csv
    assert not any(one.newest.title in html + csv for one in hidden)
    assert facilitator.get(at("case", seen.pk)).status_code == 200
    assert {facilitator.get(at("case", one.pk)).status_code for one in hidden} == {403}


def test_a_facilitator_reads_the_version_that_was_checked(facilitator, desk):
    case = reworded(a_used_case(), title="Not checked", story="A name slipped in.")
    html = text_of(facilitator, at("case", case.pk))
    assert "The count" in html
    assert "slipped" not in html
    assert "Not checked" not in text_of(facilitator, at("cases") + "?q=")
    assert "No case fits" in text_of(facilitator, at("cases") + "?q=slipped")
    assert "Version 1 is in use. This is version 2" in text_of(desk, at("case", case.pk))


@pytest.mark.parametrize("name", ["edit_case", "check_case", "case_versions", "case_version", "new_case"])
def test_only_coordinators_write(name, facilitator, dean, programme_lead, stranger):
    case = a_used_case()
    url = at(name, *([] if name == "new_case" else [case.pk, 1] if name == "case_version" else [case.pk]))
    clients = [facilitator, *map(signed_in_as, (dean, programme_lead, stranger, None))]
    assert [client.get(url).status_code for client in clients] == [403, 403, 403, 404, 302]
    assert [client.post(url, ALL).status_code for client in clients] == [403, 403, 403, 404, 302]


def test_no_deed_is_done_by_somebody_else(facilitator, dean, stranger, session):
    case = reworded(a_used_case(), title="Two")
    urls = [
        at("retire_case", case.pk),
        at("bring_case_back", case.pk, 1),
        at("session_case_deed", session.pk, case.pk, "pick"),
    ]
    clients = [facilitator, *map(signed_in_as, (dean, stranger, None))]
    for url in urls:
        assert [one.post(url, {"based_on": 2}).status_code for one in clients] == [403, 403, 404, 302]
        assert facilitator.get(url).status_code in {403, 405}
    case = CaseReport.objects.get()
    assert (case.state, case.newest.number, session.cases.count()) == ("in_use", 2, 0)


def test_a_session_s_cases_are_nobody_else_s(session, facilitator, dean, stranger):
    clients = [facilitator, *map(signed_in_as, (dean, stranger, None))]
    assert [one.get(at("session_cases", session.pk)).status_code for one in clients] == [403, 403, 404, 302]


# --- looked for ---


def test_cases_are_found_by_theme_setting_staff_group_state_and_words(desk):
    a_used_case(title="Alpha", themes=["racism", "faith"], setting="ward", staff_groups=["03"])
    a_used_case(title="Beta", themes=["sexism"], setting="theatres", staff_groups=[])
    cases.retire(case=a_used_case(title="Gamma", themes=["racism"]), by=person("coordinator"))
    found = {
        question: [one for one in ("Alpha", "Beta", "Gamma") if one in text_of(desk, at("cases") + question)]
        for question in (
            "",
            "?theme=racism",
            "?setting=theatres",
            "?staff_group=03",
            "?staff_group=01",
            "?state=retired",
            "?q=bet",
            "?q=nothing",
        )
    }
    assert found == {
        "": ["Alpha", "Beta"],
        "?theme=racism": ["Alpha"],
        "?setting=theatres": ["Beta"],
        "?staff_group=03": ["Alpha", "Beta"],
        "?staff_group=01": ["Beta"],
        "?state=retired": ["Gamma"],
        "?q=bet": ["Beta"],
        "?q=nothing": [],
    }
    assert desk.get(at("cases") + "?theme=hats").status_code == 422


def test_the_library_can_be_taken_away_without_formulas(desk):
    a_used_case(title="=1+1")
    csv = b"".join(desk.get(at("cases") + "?format=csv").streaming_content).decode()
    assert "'=1+1,In use,1" in csv
    assert "Nobody speaks." in csv


# --- written, checked, brought back ---


def test_a_case_is_written_checked_changed_and_brought_back(desk):
    page = desk.post(at("new_case"), {**ALL, "based_on": "0"}, follow=True)
    assert "kept as a draft" in page.text
    case = CaseReport.objects.get()
    check = at("check_case", case.pk)
    half = {"points": Point.values[2:], "basis": "composite", "number": 1}
    refused = desk.post(check, half)
    assert refused.status_code == 422
    assert "“No names” and “No places”" in refused.text
    assert refused.text.count("checked") >= len(Point.values[2:])
    assert "in use from now on" in desk.post(check, half | {"points": Point.values}, follow=True).text
    said = {**ALL, "story": "Somebody speaks."}
    assert "Saved as version 2." in desk.post(at("edit_case", case.pk), said, follow=True).text
    differs = text_of(desk, at("case_version", case.pk, 2))
    assert "<ins>" in differs
    assert "<del>" in differs
    assert "Somebody" in differs
    assert "They say the same." in text_of(desk, at("case_version", case.pk, 2) + "?with=2")
    back = desk.post(at("bring_case_back", case.pk, 1), {"based_on": 2}, follow=True)
    assert "Version 1 is back, as version 3." in back.text
    assert "says again what version 1 said" in text_of(desk, at("case_versions", case.pk))
    assert "retired" in desk.post(at("retire_case", case.pk), follow=True).text


def test_what_somebody_else_changed_meanwhile_is_not_lost(desk):
    case = reworded(a_case(), title="Theirs")
    response = desk.post(at("edit_case", case.pk), {**ALL, "title": "Mine"})
    assert response.status_code == 422
    assert "Somebody else changed this case" in response.text
    assert 'value="Mine"' in response.text
    assert CaseReport.objects.get().newest.title == "Theirs"
    # having seen theirs, they may save over it
    again = {**ALL, "title": "Mine", "based_on": response.context["form"]["based_on"].value()}
    assert "Saved as version 3." in desk.post(at("edit_case", case.pk), again, follow=True).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"story": "a\x00b"}, "story"),
        ({"story": "x" * 6001}, "story"),
        ({"themes": []}, "themes"),
        ({"themes": ["hats"]}, "themes"),
        ({"setting": "moon"}, "setting"),
        ({"learning_points": " \n "}, "learning_points"),
        ({"readers": "everybody"}, "readers"),
        ({"based_on": "x"}, "based_on"),
        ({"based_on": "9" * 30}, "based_on"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field(desk, wrong, field):
    response = desk.post(at("new_case"), ALL | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not CaseReport.objects.exists()


@pytest.mark.parametrize("based_on", ["", "x", "-1", "9" * 40, "²"])
def test_a_broken_page_brings_nothing_back(desk, based_on):
    case = reworded(a_case(), title="Two")
    page = desk.post(at("bring_case_back", case.pk, 1), {"based_on": based_on}, follow=True)
    assert "This page was incomplete" in page.text
    assert CaseReport.objects.get().newest.number == 2


# --- for a session ---


@pytest.fixture
def asked():
    return TrainingRequestFactory(
        setting="theatres", focus=["racism", "hierarchy"], staff_groups=["01"], organisation=None
    )


def test_what_fits_comes_first_with_the_reason_in_short_words(asked, session):
    Session.objects.update(request=asked)
    session.refresh_from_db()
    a_used_case(title="Nothing", themes=["sexism"], setting="ward", staff_groups=[])
    a_used_case(title="Setting", themes=["sexism"], staff_groups=[])
    a_used_case(title="Both", themes=["racism"], staff_groups=["01", "03"])
    a_used_case(title="Theme", themes=["hierarchy"], setting="ward", staff_groups=[])
    a_case(title="Draft", themes=["racism"])
    a_used_case(title="Secret", themes=["racism"], readers="coordinators")
    found = suggestions(session, {})
    assert [(one.case.cleared.version.title, one.why) for one in found] == [
        ("Both", "racism, theatres, doctors"),
        ("Theme", "hierarchy"),
        ("Setting", "theatres"),
        ("Nothing", ""),
    ]


def test_what_the_same_team_had_comes_last_and_says_when(session, coordinator):
    trust, now = Organisation.objects.first(), timezone.now()
    here = {"organisation": trust}
    before = SessionFactory(starts_at=now - timedelta(days=90), team_name="theatres", **here)
    later = SessionFactory(starts_at=now + timedelta(days=40), team_name="Ward 3", **here)
    off = SessionFactory(state="called_off", called_off_because="Snow", **here)
    Session.objects.filter(pk=session.pk).update(organisation=trust, team_name="Theatres")
    session.refresh_from_db()
    had, will, never = (a_used_case(title=title) for title in ("A had", "B will", "C never"))
    for one, case in ((before, had), (later, will), (off, never), (SessionFactory(), never)):
        picking.pick(session=one, case=case, by=coordinator, now=NOW)
    found = suggestions(session, last_uses(session, now))
    assert [one.case for one in found] == [never, will, had]
    assert str(found[2].last).startswith("This team discussed it on")
    assert str(found[1].last).startswith("Ward 3 will discuss it on")
    assert found[0].last is None


def test_an_organisation_that_is_not_in_the_list_is_known_by_its_name(asked, session, coordinator):
    case, again = a_used_case(), TrainingRequestFactory(other_organisation="st elsewhere HOSPICE")
    before = SessionFactory(request=again, starts_at=timezone.now() - timedelta(days=9))
    picking.pick(session=before, case=case, by=coordinator, now=NOW)
    Session.objects.filter(pk=session.pk).update(request=asked)
    session.refresh_from_db()
    assert set(last_uses(session, timezone.now())) == {case.pk}


def test_cases_are_picked_ordered_renewed_and_left_out_on_the_page(desk, session):
    first, second = a_used_case(title="First"), a_used_case(title="Second")
    page = at("session_cases", session.pk)

    def do(case, deed):
        return desk.post(at("session_case_deed", session.pk, case.pk, deed), follow=True).text

    assert "No case is picked yet" in text_of(desk, page)
    do(first, "pick")
    html = do(second, "pick")
    assert html.index("First") < html.index("Second")
    html = do(second, "earlier")
    assert html.index(">Second") < html.index(">First")
    used(reworded(first, title="First, reworded"))
    html = text_of(desk, page)
    assert "A newer version is in use. This session has version 1." in html
    assert "First, reworded" not in html
    assert "First, reworded" in do(first, "renew")
    assert "already" in do(first, "pick")
    assert session.cases.count() == 2
    do(first, "leave-out")
    assert "does not have the case any more" in do(first, "later")
    assert desk.post(at("session_case_deed", session.pk, first.pk, "burn")).status_code == 404
    assert "Second" in text_of(desk, f"{page}?q=first")


def test_the_page_says_what_became_of_a_picked_case(desk, session, coordinator):
    retired, secret = a_used_case(title="Old"), a_used_case(title="Secret")
    for case in (retired, secret):
        picking.pick(session=session, case=case, by=coordinator, now=NOW)
    cases.retire(case=retired, by=coordinator)
    reworded(secret, readers="coordinators")
    html = text_of(desk, at("session_cases", session.pk))
    assert "This case was retired since it was picked." in html
    assert "the team cannot read it here" in html


def queries_of(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("count", [1, 3, 25])
def test_pages_cost_the_same_however_much_is_on_them(desk, facilitator, coordinator, asked, session, count):
    Session.objects.filter(pk=session.pk).update(request=asked, organisation=Organisation.objects.first())
    library = [a_used_case(by=coordinator, title=f"Case {n}") for n in range(count + 3)]
    for one in library[:3]:
        picking.pick(session=session, case=one, by=coordinator, now=NOW)
        for _ in range(count):
            picking.pick(session=SessionFactory(), case=one, by=coordinator, now=NOW)
    case = library[0]
    for n in range(count):
        case = reworded(case, title=f"Title {n}")
    costs = {
        at("cases"): 4,
        at("case", case.pk): 5,
        at("case_versions", case.pk): 5,
        at("case_version", case.pk, 2): 5,
        at("edit_case", case.pk): 3,
        at("check_case", case.pk): 3,
        at("session_cases", session.pk): 6,
        at("session_cases", session.pk) + "?q=case": 7,
    }
    assert {url: queries_of(desk, url) for url in costs} == costs
    assert {url: queries_of(facilitator, url) for url in (at("cases"), at("case", case.pk))} == {
        at("cases"): 4,
        at("case", case.pk): 3,
    }
