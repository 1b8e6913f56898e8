"""Who was counted together with a staff group's people, and whether the group may be told beside them.

A session's answers are seen, question by question; taken away from a group's, or the group's from them, they
must not leave a few people on either side. Whoever knows where the group's people were would add up the
sessions that come nearest to the group: those that have more of the group than of others, and no other one.
What lies between is the smaller side of each, added up: it must be nobody or ten. The same holds for the
group together with any of those that are told already.

Each sealed copy of an answer carries how many of each group answered each question together with it, so
nobody reads these numbers before the group is opened, and nobody afterwards.
"""

from collections import Counter
from itertools import chain, combinations

from feedback.questions import MANY, cells_of
from feedback.small_numbers import IN_MANY, people_in


def company_of(ballots, kinds):
    """[{staff group: people} for each question]: who of these ballots, counted together, answered."""
    return [
        Counter(one["group"] for one in ballots if _counts(kind, one["answers"].get(question)))
        for question, kind in kinds.items()
    ]


def stands_apart(group, told, together):
    """Whether `group` may be told beside those it was counted with, when the groups `told` are told already:
    `together` is [company_of(…), …]."""
    every = chain.from_iterable(combinations(sorted(told), size) for size in range(len(told) + 1))
    questions = list(zip(*together, strict=True))
    return all(_nobody_or_ten({group, *beside}, asked) for beside in every for asked in questions)


def _nobody_or_ten(groups, batches):
    between = 0
    for people in batches:
        inside = sum(people[one] for one in groups if one in people)
        between += min(inside, sum(people.values()) - inside)
        if between >= IN_MANY:
            return True
    return between == 0


def _counts(kind, said):
    return said is not None and people_in(Counter(cells_of(kind, said)), many=kind == MANY) > 0
