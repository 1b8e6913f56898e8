import json
import os

import pytest
from django.db import OperationalError, connection
from django.urls import get_resolver

from stepforward.measuring import importing, serving
from stepforward.measuring.costs import CPU, QUERIES
from stepforward.tests.processes import PRODUCTION, run


def environment():
    return {"DJANGO_ENV": "test"} | {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL")}


@pytest.mark.slow
@pytest.mark.django_db
def test_the_bench_measures_every_page_for_everybody_and_writes_figures_for_tools(tmp_path):
    # when the bench runs
    file = tmp_path / "figures.json"
    code, said = run(
        environment(), "manage.py", "bench", "--only", "pages", "--requests", "2", "--json", str(file)
    )
    assert code == 0, said
    figures = json.loads(file.read_text())
    # then each figure is one object of the agreed shape
    assert {tuple(figure) for figure in figures} == {("bench", "figure", "value", "unit", "ratio", "goal")}
    assert {figure["bench"] for figure in figures} == {"pages"}
    # and the pages that people come for are there, with their costs and beside a bare page
    named = {figure["figure"]: figure for figure in figures}
    for page in (
        "home visitor",
        "courses:request visitor",
        "courses:booking visitor",
        "courses:request_status visitor",
        "feedback:respond visitor",
        "home coordinator",
        "courses:requests coordinator",
        "courses:register coordinator",
        "facilitators:staff_session coordinator",
        "facilitators:availability facilitator",
        "facilitators:offers facilitator",
        "rollout:dashboard dean",
        "rollout:dashboard programme_lead",
    ):
        assert named[f"{page} queries"]["goal"] in {"<=12", "<=20"}
        assert named[f"{page} cpu"]["ratio"] > 1
        assert named[f"{page} p95"]["value"] >= named[f"{page} p50"]["value"] > 0
        assert named[f"{page} bytes"]["value"] > 1000
    assert "| bare ok | visitor | 0 |" in said


def test_the_bench_refuses_production():
    code, said = run(PRODUCTION, "-m", "django", "bench")
    assert code != 0
    assert "Unknown command" in said


def test_the_measuring_server_refuses_production():
    code, said = run(
        PRODUCTION | {"DJANGO_SETTINGS_MODULE": "stepforward.measuring.settings"}, "manage.py", "check"
    )
    assert code != 0
    assert "too much about itself to run in production" in said


@pytest.mark.django_db
def test_the_site_itself_says_nothing_of_its_costs(client):
    headers = client.get("/").headers
    assert QUERIES not in headers
    assert CPU not in headers
    assert not any("bench" in str(pattern.pattern) for pattern in get_resolver().url_patterns)


def test_where_no_database_can_be_made_the_real_one_stays(monkeypatch):
    # given a server where making one fails, before the connection leads to it
    def refuse(**kwargs):
        raise OperationalError("permission denied to create database")

    dropped = []
    monkeypatch.setattr(connection.creation, "create_test_db", refuse)
    monkeypatch.setattr(connection.creation, "destroy_test_db", lambda *args, **kwargs: dropped.append(args))
    with pytest.raises(OperationalError), serving.seeded_database():
        pass
    assert dropped == []


def test_the_figures_of_moving_in_say_how_the_peak_of_memory_grows():
    way = ("command", "move")
    few, many = (importing.Cost(way, 1_000, 2.5, 2.0, 100.0), importing.Cost(way, 10_000, 20.0, 18.0, 105.0))
    said = list(importing.figures([few, many]))
    assert {tuple(figure) for figure in said} == {("bench", "figure", "value", "unit", "ratio", "goal")}
    named = {figure["figure"]: figure for figure in said}
    growth = named["import_records --apply, 10000 rows, growth of the peak"]
    assert (growth["value"], growth["goal"]) == (1.05, "<=1.1")
    assert named["import_records --apply, 10000 rows, seconds"]["goal"] == "<=30"
    assert "| import_records --apply | 10,000 | 20.0 | 18.0 | 500 | 105 | 1.05 |" in importing.table(
        [few, many]
    )
