"""Suggestions: not before enough is coded, shown as what they are, and never codings by themselves."""

import random

import pytest

from feedback import codebooks, coding, reviewing, suggesting
from feedback.classifier import expected_themes
from feedback.models import Coding, Learned, Suggestion
from feedback.tasks import suggest_themes
from feedback.tests.comments import commented
from stepforward.testing import signed_in_as

pytestmark = pytest.mark.django_db
SAYINGS = {
    "more_practice": (
        "More time for the role play",
        "more practice with scenarios please",
        "longer role play",
    ),
    "whole_team": (
        "Bring the consultants as well",
        "managers should be in the room",
        "invite the consultants",
    ),
    "time_and_place": ("start after handover", "the room was too small", "start later, the room was cold"),
}


def texts_of(theme, n, rng):
    return [
        f"{rng.choice(SAYINGS[theme])}, {rng.choice(['really', 'thanks', 'if you can'])}" for _ in range(n)
    ]


@pytest.fixture
def coded(now, coordinator):
    """coded(n): so many comments of three themes, coded; and one of each that nobody has coded."""

    def made(n):
        codebook, rng = codebooks.first_version(), random.Random(5)
        themes = {theme.code: theme for theme in codebook.themes.all()}
        through = Coding.themes.through
        for code in SAYINGS:
            comments = commented(now, texts_of(code, n // 3, rng), state="shown")
            codings = Coding.objects.bulk_create(
                Coding(comment=one, codebook=codebook, by=coordinator) for one in comments
            )
            through.objects.bulk_create(through(coding=one, theme=themes[code]) for one in codings)
        return commented(now, [texts_of(code, 1, rng)[0] for code in SAYINGS], state="shown")

    return made


def test_below_two_hundred_nothing_is_suggested_and_the_page_says_how_many_are_missing(coded, coordinator):
    coded(30)
    suggest_themes()
    assert not Suggestion.objects.exists()
    page = signed_in_as(coordinator).get("/manage/comments/coding/").content.decode()
    assert "170 more comments to code before themes are suggested" in page


def test_from_two_hundred_on_themes_are_suggested_not_chosen(coded, coordinator):
    waiting = coded(201)
    before = Coding.objects.count()
    suggest_themes()
    found = {one.comment_id: one.theme.code for one in Suggestion.objects.select_related("theme")}
    assert [found[one.pk] for one in waiting] == list(SAYINGS)
    assert Coding.objects.count() == before
    page = signed_in_as(coordinator).get("/manage/comments/coding/").content.decode()
    assert page.count("Suggested, not chosen") == 1
    assert " checked" not in page
    # and nothing is learned twice from the same
    Suggestion.objects.all().delete()
    assert suggesting.learn() == 0
    assert not Suggestion.objects.exists()
    coding.code(comment=waiting[0], codebook=codebooks.first_version(), themes=[], by=coordinator)
    assert suggesting.learn() == 2
    assert Learned.objects.get().codings == 202


def test_what_is_redacted_loses_what_was_guessed_from_the_words(coded, coordinator):
    waiting = coded(201)
    suggest_themes()
    reviewing.redact(comment=waiting[0], text="[name]", by=coordinator)
    assert not Suggestion.objects.filter(comment=waiting[0]).exists()
    assert Suggestion.objects.exists()


def test_themes_that_are_too_rare_to_learn_are_not_suggested():
    texts = ["more role play please"] * 30 + ["start after handover"] * 30
    themes = [{"practice"}] * 30 + [{"time"}] * 25 + [{"time", "rare"}] * 5
    assert expected_themes(texts, themes, ["role play", "handover"]) == [{"practice"}, {"time"}]
    assert expected_themes(texts[:5], themes[:5], ["role play"]) == [set()]
    assert expected_themes(texts, themes, []) == []
    assert expected_themes(
        [*texts[:30], *["nothing else here"] * 30], [{"a"}] * 30 + [set()] * 30, ["role play"]
    ) == [{"a"}]


@pytest.mark.parametrize("text", ["", "💡", "مرحبا", "a" * 600])
def test_words_that_nobody_used_before_break_nothing(text):
    texts = ["more role play please"] * 30 + ["start after handover"] * 30
    themes = [{"practice"}] * 30 + [{"time"}] * 30
    assert len(expected_themes(texts, themes, [text])) == 1


def test_comments_without_a_word_in_common_suggest_nothing():
    texts = ["💡"] * 20 + ["🎉"] * 20
    assert expected_themes(texts, [{"a"}] * 20 + [{"b"}] * 20, ["💡"]) == [set()]
