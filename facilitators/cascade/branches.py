"""Somebody with everybody whom they trained, and whom those trained in turn: their branch, and what it did.
Reading only, in one query for a thousand as for one."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import connection

TEXT = Path(__file__).with_name("branches.sql")
WHOLE = 0  # the key of the whole cascade among its branches


@dataclass(frozen=True)
class Branch:
    """The branch of one accreditation, by its key. Its figures are of the accreditation's course: sessions
    delivered, each counted once, and the people in the room. `parent_id` is the accreditation of who trained
    them, None where that is nobody here; `trained` the names of those whom they trained themselves."""

    id: int
    parent_id: int | None
    generation: int | None
    generations: int
    facilitators: int
    trained: list
    sessions: int
    people: int
    own_sessions: int
    own_people: int


def branches_of(course):
    """{accreditation's key: Branch} of everybody who was trained for a course, and WHOLE."""
    return {one.id: one for one in _asked("course_id = %(course)s", {"course": course.pk})}


def own_branches(facilitator):
    """The branches of somebody, one a course, where they have trained anybody."""
    found = _asked("facilitator_id = %(facilitator)s", {"facilitator": facilitator.pk})
    return [one for one in found if one.id != WHOLE and one.trained]


def _asked(which, asked):
    with connection.cursor() as cursor:
        cursor.execute(_text().format(asked=which), asked)
        columns = [column.name for column in cursor.description]
        return [Branch(**dict(zip(columns, row, strict=True))) for row in cursor]


@cache
def _text():
    return TEXT.read_text()
