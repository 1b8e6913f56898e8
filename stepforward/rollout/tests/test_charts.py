"""Charts are well-formed, allowed by the site's policy, said in words, and escape what they are given."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from stepforward.rollout.charts import bars, dumbbell, line, tiles
from stepforward.rollout.charts.svg import in_lines, width_of
from stepforward.rollout.intervals import Change
from stepforward.rollout.panel import NARROW, WIDE

NASTY = 'Royal <script>alert(1)</script> & "Sons" \0\x07 ]]> ’'
START, END = date(2025, 4, 1), date(2026, 4, 1)
SAID = {"title": f"How many? {NASTY}", "description": NASTY}


def a_line(width, **more):
    points = [(START, 0), (date(2025, 9, 1), 300), (date(2026, 1, 6), 612)]
    way = [(date(2026, 1, 6), 612, 612, 612), (END, 1040.4, 920, 1160)]
    growth = line.Growth(START, END, points, 612, target=1000, way=way, **more)
    return line.draw(growth, width, "people-wide", **SAID)


def some_tiles(width):
    of = [tiles.Tile(name, name, n) for name, n in (("East Lancs", 61), (NASTY, 0), ("Bolton", 20), ("X", 3))]
    return tiles.draw([("Lancashire & South Cumbria", of)], width, "trusts-wide", n=84, **SAID)


def some_pairs(width):
    rows = [
        (NASTY, Change(20, 2.4, 4.1, 1.7, 1.6, 1.8)),
        ("Lower now", Change(20, 4.0, 1.0, -3.0, -4.5, -1.5)),
    ]
    return dumbbell.draw(rows, width, "changed-wide", n=20, **SAID)


def some_bars(width):
    rows = [(NASTY, 40, "67%", False), ("Nobody", 0, "0%", False), ("Together", 20, "33%", True)]
    return bars.draw(rows, width, "groups-wide", n=60, **SAID)


everything = pytest.mark.parametrize("width", [WIDE, NARROW])
kinds = pytest.mark.parametrize("draw", [a_line, some_tiles, some_pairs, some_bars])


@everything
@kinds
def test_a_chart_is_well_formed_and_says_what_it_is(draw, width):
    root = ElementTree.fromstring(str(draw(width)))
    inside = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert root.get("role") == "img"
    title, about = root.get("aria-labelledby").split()
    assert inside[title].startswith("How many? Royal <script>")
    assert inside[about]


@everything
@kinds
def test_a_chart_holds_nothing_that_the_policy_forbids(draw, width):
    for element in ElementTree.fromstring(str(draw(width))).iter():
        kind = element.tag.rpartition("}")[2]
        assert kind in {"svg", "title", "desc", "text", "rect", "line", "path", "circle"}
        assert not {name for name in element.keys() if name == "style" or name.startswith("on")}  # noqa: SIM118


@everything
@kinds
def test_a_chart_says_its_n(draw, width):
    texts = [element.text or "" for element in ElementTree.fromstring(str(draw(width))).iter()]
    assert any("n = " in text for text in texts)


@everything
@kinds
def test_nothing_is_drawn_outside_the_picture(draw, width):
    root = ElementTree.fromstring(str(draw(width)))
    high = float(root.get("height"))
    for element in root.iter():
        for name, most in (
            ("x", width),
            ("cx", width),
            ("x1", width),
            ("x2", width),
            ("y", high),
            ("cy", high),
        ):
            if element.get(name) is not None:
                assert -0.01 <= float(element.get(name)) <= most, (element.attrib, element.text)


def test_a_tile_without_anybody_says_so_and_is_dashed():
    root = ElementTree.fromstring(str(some_tiles(WIDE)))
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert "not yet" in texts
    assert "61" in texts
    dashed = [element for element in root.iter() if element.get("stroke-dasharray")]
    assert len(dashed) == 1


@pytest.mark.parametrize("days", [0, 1, 6, 31, 366, 2000])
@pytest.mark.parametrize("n", [0, 1, 7, 1_000_000])
def test_a_line_can_be_drawn_for_any_length_and_number(days, n):
    end = START + timedelta(days=days)
    growth = line.Growth(START, end, [(START, 0), (end, n)], n)
    ElementTree.fromstring(str(line.draw(growth, NARROW, "any", title="t", description="d")))


def test_two_labels_at_the_end_of_a_line_do_not_touch():
    root = ElementTree.fromstring(str(a_line(WIDE)))
    heights = [
        float(one.get("y")) for one in root.iter() if (one.text or "").endswith(("likely", "target 1,000"))
    ]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) >= 12


def test_long_names_are_broken_and_cut_rather_than_run_over():
    lines = in_lines("Greater Manchester Mental Health and Social Care Partnership", 90, size=12, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(width_of(line, 12) <= 90 for line in lines)
