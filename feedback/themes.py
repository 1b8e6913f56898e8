"""How many comments hold each theme, as far as small numbers allow it. Reads codings; never writes.

One person answers a question once, so ten comments to one question are ten people. Of one course in one
phase a theme is told from ten people on, in whole tens, and rarer ones together as "Other themes"; wider
scopes add up what those tell. So every difference of two figures, of two scopes or of two days, is made of
tens.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from feedback import coding_queue, quoting
from feedback.models import Coding, Comment

LEAST = 10
OTHER = "Other themes"


@dataclass(frozen=True)
class ThemeCount:
    """`n` comments at least, in whole tens; `code` is empty for the other themes together."""

    code: str
    name: str
    n: int


def theme_counts(scope):
    """[ThemeCount, …], the most frequent first and the other themes last; nothing for a scope that is
    narrower than a course or a phase. Three queries."""
    codebook = coding_queue.current()
    if codebook is None or scope.is_period or scope.has_place or scope.staff_group:
        return []
    names = {theme.pk: theme for theme in codebook.themes.all()}
    told = Counter()
    for themes_of in _cells(scope, codebook).values():
        told.update(_told(themes_of))
    shown = [
        ThemeCount(names[theme].code, names[theme].name, n) for theme, n in told.items() if theme is not None
    ]
    shown.sort(key=lambda one: (-one.n, one.name))
    return [*shown, ThemeCount("", OTHER, told[None])] if told[None] else shown


def _cells(scope, codebook):
    """{(course, phase): {comment: (question, its themes)}}, over closed rounds in company."""
    in_company = quoting.in_company(scope.phase).filter(state=Comment.State.SHOWN)
    codings = Coding.objects.filter(codebook=codebook, as_second=False, comment__in=in_company)
    if scope.course:
        codings = codings.filter(comment__round__session__course__code=scope.course)
    rows = codings.values_list(
        "comment__round__session__course",
        "comment__round__pool__phase",
        "comment",
        "comment__question",
        "themes",
    )
    cells = defaultdict(dict)
    for course, phase, comment, question, theme in rows:
        cells[course, phase].setdefault(comment, (question, set()))[1].add(theme)
    return cells


def _told(themes_of):
    """{theme, or None for the others together: how many comments, in whole tens}."""
    comments = defaultdict(dict)
    for comment, (question, themes) in themes_of.items():
        for theme in themes - {None}:
            comments[theme][comment] = question
    rare = {}
    told = {}
    for theme, found in comments.items():
        if _people(found) >= LEAST:
            told[theme] = len(found) // LEAST * LEAST
        else:
            rare |= found
    if _people(rare) >= LEAST:
        told[None] = len(rare) // LEAST * LEAST
    return told


def _people(comments):
    """How many people there are at least behind {comment: question}."""
    return max(Counter(comments.values()).values(), default=0)
