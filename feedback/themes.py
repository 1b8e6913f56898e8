"""How many comments hold each theme, as far as small numbers allow it. Reads codings; never writes.

One person answers a question once, so ten comments to one question are ten people. Of one course in one
phase a theme is told from ten people on, in whole tens, and rarer ones together as "Other themes"; wider
scopes add up what those tell. So every difference of two figures, of two scopes or of two days, is made of
tens.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from feedback import coding_queue, quoting
from feedback.models import Coding, Comment
from feedback.small_numbers import IN_MANY

OTHER = "Other themes"


@dataclass(frozen=True)
class ThemeCount:
    """`n` comments at least, in whole tens; `code` is empty for the other themes together."""

    code: str
    name: str
    n: int


def theme_counts(scope):
    """[ThemeCount, …], the most frequent first and the other themes last; nothing for a scope that is
    narrower than a course or a phase. Three queries, one more where themes are rare."""
    codebook = coding_queue.current()
    if codebook is None or scope.is_period or scope.has_place or scope.staff_group:
        return []
    names = {theme.pk: theme for theme in codebook.themes.all()}
    codings, told, rare = _codings(scope, codebook), Counter(), Q()
    for (course, phase), numbers in _cells(codings).items():
        few = {theme for theme, of_questions in numbers.items() if max(of_questions) < IN_MANY}
        for theme in numbers.keys() - few:
            told[theme] += _whole_tens(sum(numbers[theme]))
        if few:
            rare |= Q(comment__round__session__course=course, phase=phase, themes__in=few)
    if rare:
        together = _counted(codings.filter(rare), n=Count("comment", distinct=True))
        told[None] = sum(
            _whole_tens(sum(numbers)) for numbers in together.values() if max(numbers) >= IN_MANY
        )
    shown = [ThemeCount(names[theme].code, names[theme].name, n) for theme, n in told.items() if theme]
    shown.sort(key=lambda one: (-one.n, one.name))
    return [*shown, ThemeCount("", OTHER, told[None])] if told[None] else shown


def _codings(scope, codebook):
    """First codings over closed rounds in company, each with its phase (0 outside any)."""
    in_company = quoting.in_company(scope.phase).filter(state=Comment.State.SHOWN)
    found = Coding.objects.filter(codebook=codebook, as_second=False, comment__in=in_company)
    if scope.course:
        found = found.filter(comment__round__session__course__code=scope.course)
    return found.annotate(phase=Coalesce("comment__round__pool__phase", 0))


def _cells(codings):
    """{(course, phase): {theme: [how many comments to each question]}}."""
    cells = defaultdict(dict)
    found = _counted(codings.filter(themes__isnull=False), "themes", n=Count("pk"))
    for (course, phase, theme), numbers in found.items():
        cells[course, phase][theme] = numbers
    return cells


def _counted(codings, *by, n):
    """{(course, phase, *by): [how many to each question]}."""
    found = defaultdict(list)
    by = ("comment__round__session__course", "phase", *by)
    for *cell, _, number in (
        codings.values(*by, "comment__question")
        .annotate(n=n)
        .values_list(*by, "comment__question", "n")
        .order_by()
    ):
        found[tuple(cell)].append(number)
    return found


def _whole_tens(n):
    return n // IN_MANY * IN_MANY
