"""The faculty as a whole, and the two pages that show it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.tests.factories import CourseFactory
from facilitators.fairness.chart import HowShared, spread_out
from facilitators.fairness.faculty import Spread, beside_others, faculty_of, spread_of
from facilitators.fairness.periods import Stretch, period_of
from facilitators.fairness.shares import Share
from facilitators.saying.expanding import monday_of
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, accredited, assigned, says
from stepforward.testing import DESKTOP, PHONE, barriers, reading_as, signed_in_as
from stepforward.ui.wording import civil_date, today


def test_the_middle_half_is_told_as_it_is():
    assert spread_of([]) is None
    assert spread_of([4]) == Spread(4, 4, 4)
    assert spread_of([1, 2, 3, 4, 5]) == Spread(2, 3, 4)
    assert [spread_of([0, 1, 1, 3]).words, spread_of([2, 2, 2]).words] == ["0.8 to 1.5", "2"]


def faculty(*sessions, **more):
    return faculty_of([Share(None, sessions=n, asked=n, yes=9, cap=6.0, **more) for n in sessions])


def test_the_answer_comes_in_words():
    lately = period_of(Stretch.LATELY, today())
    some = faculty(0, 0, 1, 2, 3, 4, 6)
    assert some.words(lately) == (
        "6 of the 7 facilitators did 0 to 4 sessions; 2 who offered time were not asked."
    )
    assert some.busiest_quarter == (2, 10 / 16)
    assert faculty(1, 1, 1).words(lately) == "3 of the 3 facilitators did 1 session."
    assert "have taken on" in some.words(period_of(Stretch.AHEAD, today()))
    # who said nothing and was not asked draws nobody's middle down
    nobody = faculty_of([Share(None), Share(None)])
    assert nobody.words(lately) == "The last 13 weeks: nobody offered time or was asked."
    assert nobody.busiest_quarter is None


def test_the_chart_counts_people_and_bundles_where_there_are_many():
    assert spread_out([0, 2, 2]) == [("No session", 1), ("1 session", 0), ("2 sessions", 2)]
    many = spread_out([0, 3, 20])
    assert [label for label, _ in many][:3] == ["No session", "1 to 3 sessions", "4 to 6 sessions"]
    assert sum(n for _, n in many) == 3
    reading = HowShared().read(faculty(0, 1, 2))
    assert reading.table.n == 3
    assert "No session: 1 person; 1 session: 1 person" in str(reading.draw(512, "x"))
    assert HowShared().read(faculty(0)).words == "No sessions in this time."


def test_too_few_hide_what_others_have():
    own = Share(None, sessions=2, yes=3, cap=6.0)
    assert all(row.spread is None for row in beside_others(own, faculty(1, 2, 3, 4)))
    rows = {row.name: row for row in beside_others(own, faculty(1, 2, 3, 4, 5))}
    assert rows["Sessions"].spread == Spread(2, 3, 4)
    assert rows["Sessions, of what was offered"].own == "67%"
    # and of miles those alone count whose way is known; what nobody knows is not nothing
    assert [row.own for row in beside_others(Share(None, unplaced=2), faculty(1))][2] == "–"
    unplaced = beside_others(own, faculty(1, 2, 3, 4, 5, unplaced=1))
    assert [row.spread for row in unplaced if row.name.startswith("Miles")] == [None]


# --- The pages ---


@pytest.fixture
def now():
    return timezone.now()


def busy(n, now, *, course=None, **more):
    """A facilitator with `n` sessions lately, who offered twelve half-days on Mondays up to this week's."""
    one = accredited(course=course, **more)
    monday = monday_of(civil_date(now))
    for k in range(6):
        says(one, monday - timedelta(weeks=k), morning="yes", afternoon="if_needed")
    for k in range(n):
        starts_at = now - timedelta(days=10 + 7 * k)
        assigned(one, SessionFactory(starts_at=starts_at, course=course or CourseFactory()), part="shadow")
    return one


@pytest.mark.django_db
def test_each_page_is_for_those_it_is_for(now, coordinator, dean, programme_lead, stranger):
    people = (coordinator, busy(1, now).user, dean, programme_lead, stranger, None)
    for address, expected in (
        ("/facilitators/fairness/", [200, 403, 403, 403, 404, 302]),
        ("/growing/fair/", [403, 200, 403, 403, 404, 302]),
    ):
        assert [signed_in_as(user).get(address).status_code for user in people] == expected


@pytest.mark.django_db
def test_the_coordinator_sees_who_was_not_asked_before_who_carries_most(now, coordinator):
    over, asked, idle = busy(4, now, sessions_a_month=1), busy(2, now), busy(0, now)
    text = reading_as(coordinator)("/facilitators/fairness/")
    assert "1 who offered time was not asked" in text
    assert "The busiest quarter, 1 person, do 67% of all sessions." in text
    table = text[text.index("<tbody", text.index("For planning")) :]
    assert table.index(str(idle)) < table.index(str(over)) < table.index(str(asked))
    assert "offered time, not asked" in table and "more than they offered" in table


@pytest.mark.django_db
def test_it_is_filtered_and_exported(now, coordinator):
    other = CourseFactory(code="other", name="Other")
    first, second = busy(2, now), busy(1, now, course=other)
    client = signed_in_as(coordinator)
    for asked, found in (
        ("", [first, second]),
        ("period=year", [first, second]),
        ("period=ahead", [first, second]),
        (f"course={other.pk}", [second]),
        ("show=not_asked", []),
        ("show=part", [first, second]),
        (f"q={first.user.name[-3:]}", [first]),
    ):
        rows = b"".join(client.get(f"/facilitators/fairness/?{asked}&format=csv")).decode().splitlines()
        assert [row.split(",")[0] for row in rows[1:]] == [str(one) for one in found], asked
    line = b"".join(client.get("/facilitators/fairness/?format=csv")).decode().splitlines()[1]
    assert line.split(",")[2:6] == ["Part of what they offered", "2", "0", "2"]


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["period=king", "course=" + "9" * 25, "show=a%00b", "q=a%00b"])
def test_what_is_badly_asked_is_said_at_its_place(said, coordinator):
    answer = signed_in_as(coordinator).get(f"/facilitators/fairness/?{said}")
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)


@pytest.mark.django_db
def test_to_oneself_there_is_no_rank_and_nobody_s_name(now):
    own = busy(2, now)
    others = [busy(n, now) for n in range(4)]
    page = reading_as(own.user)
    text = page("/growing/fair/")
    assert "You did 2 sessions of the 6 that you offered." in text
    assert "Of 5 facilitators" in text and "Middle half of all" in text
    assert not [one for one in others if str(one) in text]
    assert "You have taken on 0 sessions" in page("/growing/fair/?period=ahead")
    assert page("/growing/fair/?period=king", status=422).count("Select a period") == 2
    # and with fewer there is no comparison
    others[0].left_on = others[1].left_on = today()
    others[0].save()
    others[1].save()
    text = page("/growing/fair/")
    assert "no comparison where fewer than 5" in text and "Middle half of all" not in text


@pytest.mark.django_db
def test_who_has_left_has_nothing_to_count(now):
    one = busy(1, now)
    one.left_on = today()
    one.save()
    assert "Nothing to count" in reading_as(one.user)("/growing/fair/")


@pytest.mark.django_db
@pytest.mark.parametrize("n", [1, 3, 25])
def test_pages_cost_the_same_however_many_there_are(n, now, coordinator, django_assert_num_queries):
    people = [busy(1, now) for _ in range(n)]
    as_coordinator, as_one = signed_in_as(coordinator), signed_in_as(people[0].user)
    with django_assert_num_queries(8):
        as_coordinator.get("/facilitators/fairness/")
    with django_assert_num_queries(8):
        as_one.get("/growing/fair/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_in_a_browser(viewport, now, coordinator, visit):
    people = [busy(n, now, base="Bolton") for n in range(6)]
    FacilitatorFactory()
    for user, address in ((coordinator, "/facilitators/fairness/"), (people[3].user, "/growing/fair/")):
        page, go = visit(user, viewport=viewport)
        go(address)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
