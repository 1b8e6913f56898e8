"""Charts are well-formed, allowed by the site's policy, said in words, and escape what they are given."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from stepforward.rollout.charts import bars, diverging, dumbbell, line, tiles
from stepforward.rollout.charts.svg import in_lines, width_of
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
        dumbbell.Pair(NASTY, 2.4, 4.1, 1.7, 1.6, 1.8),
        dumbbell.Pair("Lower now", 4.0, 1.0, -3.0, -4.5, -1.5),
    ]
    return dumbbell.draw(rows, width, "changed-wide", n=20, **SAID)


def some_waves(width):
    rows = [
        dumbbell.Pair(NASTY, 2.4, 4.1, 1.7, 1.6, 1.8, true_before=2.9, later=3.8),
        dumbbell.Pair("At the ends of the scale, in a question of several lines " * 2, 1, 5, 4, 4, 4, 1, 5),
        dumbbell.Pair("Asked at one other time", 2.4, 4.1, 1.7, 1.6, 1.8, later=4.4),
    ]
    return dumbbell.draw(rows, width, "lasts-wide", n=1_234_567, **SAID)


def some_ratings(width):
    rows = [
        diverging.Ratings(NASTY, {1: 3, 2: 9, 3: 20, 4: 44, 5: 24}, cant_say=7),
        diverging.Ratings("Everybody low, in a question of several lines " * 3, {1: 1_234_567}),
        diverging.Ratings("Everybody high", {5: 40}),
        diverging.Ratings("One in a thousand", {1: 1, 3: 998, 5: 1}),
    ]
    return diverging.draw(rows, width, "said-wide", n=1_234_567, **SAID)


def some_bars(width):
    rows = [(NASTY, 40, "67%", False), ("Nobody", 0, "0%", False), ("Together", 20, "33%", True)]
    return bars.draw(rows, width, "groups-wide", n=60, **SAID)


everything = pytest.mark.parametrize("width", [WIDE, NARROW])
kinds = pytest.mark.parametrize("draw", [a_line, some_tiles, some_pairs, some_waves, some_ratings, some_bars])


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


@everything
@kinds
def test_no_text_ends_outside_the_picture(draw, width):
    for element in ElementTree.fromstring(str(draw(width))).iter():
        if element.tag.endswith("text"):
            size, bold = float(element.get("font-size") or 12), element.get("font-weight") == "bold"
            room, at = width_of(element.text, size, bold=bold), float(element.get("x"))
            before = {"end": room, "middle": room / 2}.get(element.get("text-anchor"), 0)
            assert at - before >= -1, element.text
            assert at - before + room <= width + 1, element.text


def marks(drawing, kind, **of):
    found = ElementTree.fromstring(str(drawing)).iter()
    return [one for one in found if one.tag.endswith(kind) and all(one.get(k) == v for k, v in of.items())]


@everything
def test_other_times_are_drawn_and_explained_where_they_are_known(width):
    texts = " ".join(one.text for one in marks(some_waves(width), "text"))
    assert "◇ before, as said before" in texts
    assert "■ three months on" in texts
    assert len(marks(some_waves(width), "path")) == 2
    assert len(marks(some_waves(width), "rect", width="10")) == 3
    plain = " ".join(one.text for one in marks(some_pairs(width), "text"))
    assert "◇" not in plain
    assert "■" not in plain


@everything
def test_a_rating_of_three_lies_astride_the_middle_and_the_others_beside_it(width):
    row = diverging.Ratings("One of each", dict.fromkeys((1, 2, 3, 4, 5), 10))
    drawing = diverging.draw([row], width, "even", n=50, title="t", description="d")
    bars_ = marks(drawing, "rect", height=str(diverging.BAR))
    ends = [(float(one.get("x")), float(one.get("x")) + float(one.get("width"))) for one in bars_]
    middle = float(marks(drawing, "line")[0].get("x1"))
    assert (ends[2][0] + ends[2][1]) / 2 == pytest.approx(middle, abs=0.1)
    assert ends[1][1] < middle < ends[3][0]
    assert [one.text for one in marks(drawing, "text", **{"font-weight": "bold"})] == ["20%"] * 5


def test_a_percentage_is_left_out_where_its_bar_is_too_short():
    said = [one.text for one in marks(some_ratings(NARROW), "text", **{"font-weight": "bold"})]
    assert "0%" not in said
    assert "100%" in said


def test_who_could_not_say_is_in_no_bar_and_said_in_words():
    texts = [one.text for one in marks(some_ratings(WIDE), "text")]
    assert "n = 100, 7 can’t say" in texts
