"""How many comments hold a theme, and what a report may quote: only where nobody can tell who said it."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from feedback import codebooks, quoting
from feedback.models import Coding, Comment, Round
from feedback.tests.comments import commented
from feedback.themes import OTHER, theme_counts
from stepforward.rollout.scope import scope_from
from stepforward.rollout.tests.factories import PhaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def phase(db):
    return PhaseFactory()


@pytest.fixture
def coded(now, coordinator):
    """coded(ally=12): so many shown comments of three sessions of one course that hold the theme."""
    course = []

    def made(question="should_change", **numbers):
        codebook = codebooks.first_version()
        themes = {theme.code: theme for theme in codebook.themes.all()}
        for code, number in numbers.items():
            for place in range(3):
                texts = [f"{code} {n}" for n in range(place, number, 3)]
                of = {"course": course[0]} if course else {}
                comments = commented(now, texts, state="shown", question=question, **of)
                course[:] = course or [Round.objects.first().session.course]
                for comment in comments:
                    coding = Coding.objects.create(comment=comment, codebook=codebook, by=coordinator)
                    coding.themes.add(themes[code])

    return made


def counts(now, query=""):
    found = theme_counts(scope_from(QueryDict(query), now=now))
    return {one.code or OTHER: one.n for one in found}


def test_themes_are_told_from_ten_people_on_in_whole_tens(coded, now):
    coded(ally=10, where_to_go=9, several_ways=27)
    assert counts(now) == {"several_ways": 20, "ally": 10}


def test_rare_themes_are_told_together_when_they_are_ten(coded, now):
    coded(ally=12, where_to_go=6, safe_space=5)
    assert counts(now) == {"ally": 10, OTHER: 10}


def test_ten_comments_to_two_questions_may_be_five_people(coded, now):
    coded(ally=5)
    coded(ally=5, question="do_differently")
    assert counts(now) == {}


def test_what_is_withheld_is_counted_in_no_theme(coded, now):
    coded(ally=10)
    Comment.objects.filter(pk=Comment.objects.first().pk).update(state="withheld")
    assert counts(now) == {}


@pytest.mark.parametrize("few", [{"closed": False, "answered": None, "invited": None}, {"counted": 3}])
def test_a_theme_needs_company(coded, now, few):
    coded(ally=12)
    Round.objects.update(**few)
    assert counts(now) == {}


@pytest.mark.parametrize(
    "narrow",
    ["system=QOP", "organisation=RXL", "staff_group=03", "phase=dates&from=2026-01-01", "course=unheard-of"],
)
def test_narrower_scopes_than_a_course_or_a_phase_are_told_nothing(coded, now, narrow):
    coded(ally=12)
    Comment.objects.update(consent="reports")
    scope = scope_from(QueryDict(narrow), now=now)
    if "course" in narrow:
        assert scope.course == ""
    else:
        assert theme_counts(scope) == []
        assert not quoting.for_reports(scope).exists()


def test_a_scope_of_a_course_or_phase_tells_its_own(coded, now, phase):
    coded(ally=12)
    course = Round.objects.first().session.course
    assert counts(now, f"phase=phase-two&course={course.code}") == {"ally": 10}
    assert counts(now, "phase=all") == {"ally": 10}
    other = PhaseFactory(name="Phase one", during=("2024-04-01", "2025-04-01"))
    assert counts(now, f"phase={other.name.lower().replace(' ', '-')}") == {}


@pytest.mark.parametrize("number", [12, 60])
def test_three_queries_tell_the_themes_however_many_comments(coded, now, number):
    coded(ally=number)
    scope = scope_from(QueryDict("phase=all"), now=now)
    with CaptureQueriesContext(connection) as queries:
        theme_counts(scope)
    assert len(queries) == 3


def test_reports_quote_what_was_agreed_to_read_and_shown(coded, now):
    coded(ally=12)
    agreed, public, not_read, withheld = Comment.objects.all()[:4]
    Comment.objects.filter(pk=agreed.pk).update(consent="reports")
    Comment.objects.filter(pk=public.pk).update(consent="public")
    Comment.objects.filter(pk=not_read.pk).update(consent="public", state="new")
    Comment.objects.filter(pk=withheld.pk).update(consent="reports", state="withheld")
    scope = scope_from(QueryDict("phase=all"), now=now)
    assert set(quoting.for_reports(scope)) == {agreed, public}
    course = Round.objects.first().session.course
    assert quoting.for_reports(scope_from(QueryDict(f"course={course.code}"), now=now)).count() == 2
    Round.objects.update(counted=3)
    assert not quoting.for_reports(scope).exists()
