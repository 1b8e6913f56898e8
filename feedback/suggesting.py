"""Suggestions for whoever codes, once enough is coded. They are shown beside the themes and never become
codings by themselves."""

from django.db import transaction

from feedback import coding_queue
from feedback.classifier import expected_themes
from feedback.models import Coding, Comment, Learned, Suggestion

LEAST_CODED = 200
MOST_READ = 5_000  # codings to learn from: the broker hands out a task again that takes more than a minute


def missing(codebook):
    """How many comments have to be coded before anything is suggested."""
    return max(LEAST_CODED - Coding.objects.filter(codebook=codebook, as_second=False).count(), 0)


def learn():
    """Suggest themes for all that is not coded, where there is something new to learn from or to suggest
    for; returns for how many comments it did."""
    codebook = coding_queue.current()
    if codebook is None or missing(codebook):
        return 0
    codings = Coding.objects.filter(codebook=codebook, as_second=False, comment__state=Comment.State.SHOWN)
    waiting = list(coding_queue.to_code_first(codebook).values_list("pk", "text"))
    done = {"codings": codings.count(), "comments": len(waiting)}
    if Learned.objects.filter(codebook=codebook, **done).exists():
        return 0
    in_random_order = codings.select_related("comment").prefetch_related("themes").order_by("comment")
    coded = list(in_random_order[:MOST_READ])
    expected = expected_themes(
        [coding.comment.text for coding in coded],
        [{theme.pk for theme in coding.themes.all()} for coding in coded],
        [text for _, text in waiting],
    )
    _replace(codebook, zip([pk for pk, _ in waiting], expected, strict=True), done)
    return len(waiting)


@transaction.atomic
def _replace(codebook, expected, done):
    """Counting writes comments anew: those that it holds just now get their suggestions another time."""
    Suggestion.objects.all().delete()
    expected = dict(expected)
    held = Comment.objects.select_for_update(skip_locked=True).filter(pk__in=expected)
    Suggestion.objects.bulk_create(
        (
            Suggestion(comment_id=comment, theme_id=theme)
            for comment in held.values_list("pk", flat=True)
            for theme in sorted(expected[comment])
        ),
        batch_size=2000,
    )
    Learned.objects.update_or_create(codebook=codebook, defaults=done)
