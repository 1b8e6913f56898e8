"""Small numbers: the one place that says what may be told of answers. Every report, panel, export and page
goes through it.

Three rules carry all others:

1. An answer needs company: a session's own report five people, everything else ten (`may_show`); and what
   everybody answered alike is not told below ten, because it would tell what each of them said.
2. Whatever is told later is told in steps that may be told by themselves (`may_join`), so taking an earlier
   look, or a narrower view, away from a later or wider one leaves such steps and nothing smaller.
3. Figures of many sessions are sums of such steps (`feedback.releasing`), so every difference of two of them
   is a sum of whole steps, too. A staff group's stand beside them, and are told only where those of everybody
   who is in no told group stay nobody or ten (`may_stand_beside`).
"""

IN_A_SESSION = 5
IN_MANY = 10
UNANIMOUS = 10
SESSIONS_OF_MANY = 3  # so that a quote, or a facilitator's figure, tells of no session
OUTSIDE_ROUNDED_TO = 5


def people_in(cells, *, many=False):
    """How many answered with something that can be counted: who could not say is not one of them."""
    if many:
        return cells.get((None, 0), 0)
    return sum(n for (before, value), n in cells.items() if value and before != 0)


def may_show(cells, least, *, many=False):
    """Whether these answers {(before or None, value): n} to one question may be told by themselves."""
    people = people_in(cells, many=many)
    return people >= least and (people >= UNANIMOUS or not _all_alike(cells, people, many))


def may_join(shown, more, least, *, many=False):
    """Whether `more` may be added to what is `shown` without a look before and a look after giving fewer
    away. What was not shown before cannot be taken away."""
    return not more or not may_show(shown, least, many=many) or may_show(more, least, many=many)


def may_stand_beside(everybody, in_groups, group):
    """Whether a group's `group` people may be told beside `everybody`, when `in_groups` are told already."""
    others = everybody - in_groups - group
    return others == 0 or others >= IN_MANY


def rounded(n):
    """A count for a reader outside of the programme."""
    return OUTSIDE_ROUNDED_TO * round(n / OUTSIDE_ROUNDED_TO)


def _all_alike(cells, people, many):
    """Whether one answer, now or before, was everybody's: of several options, one that all chose."""
    if many:
        return any(value and n == people for (_, value), n in cells.items())
    said = {cell: n for cell, n in cells.items() if n and cell[1] and cell[0] != 0}
    return len({value for _, value in said}) == 1 or (
        None not in {before for before, _ in said} and len({before for before, _ in said}) == 1
    )
