"""The rules that a team is held to, as the database is asked them; `facilitators/matching.py` says the same
in words, one person at a time, and the tests hold the two together.

Free is asked of the index on (during, facilitator), the range first. What somebody did is looked up for those
alone who may be asked.
"""

from functools import cache
from pathlib import Path

from django.db import connection

from facilitators.models import Accreditation, Assignment

QUESTIONS = Path(__file__).parent / "questions"


@cache
def question(name):
    """The text of a question, with the parts that it shares with others."""
    person = "f.id" if name == "in_the_team" else "person.id"
    shared = {
        "did": _text("did").format(person=person),
        "person_cte": _text("person"),
        "free": _text("free"),
    }
    return _text(name).format(**shared)


def _text(name):
    return (QUESTIONS / f"{name}.sql").read_text()


def rows(name, asked):
    """The rows of a question, as dicts, for the parameters that `asked` names."""
    with connection.cursor() as cursor:
        cursor.execute(question(name), asked)
        columns = [column.name for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor]


def stages_for(part):
    """The stages that allow this part, as the database holds them."""
    return [stage.value for stage, parts in Accreditation.PARTS.items() if Assignment.Part(part) in parts]
