"""A cascade as a tree, told from top to bottom without one step calling the next: a branch may be as deep as
it likes."""

from dataclasses import dataclass

from facilitators.cascade.people import Person


@dataclass(frozen=True)
class Step:
    """Somebody, how many are directly `below`, and how many branches end with them."""

    person: Person
    below: int
    ends: range


def roots(people):
    return _furthest_first(one for one in people if one.branch.parent_id is None)


def steps(some_roots, people):
    """[Step, …] of these roots and everybody below them."""
    below = {}
    for one in people:
        below.setdefault(one.branch.parent_id, []).append(one)
    found, to_tell = [], [(one, 0) for one in reversed(some_roots)]
    while to_tell:
        one, ends = to_tell.pop()
        inner = _furthest_first(below.get(one.branch.id, ()))
        # whoever is told last closes what is open above them
        to_tell += [(other, 0 if n else ends + 1) for n, other in enumerate(reversed(inner))]
        found.append(Step(one, len(inner), range(0 if inner else ends)))
    return found


def _furthest_first(people):
    return sorted(people, key=lambda one: (-one.branch.people, -one.branch.facilitators, one.name))
