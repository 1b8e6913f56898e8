"""The register on paper: a tagged PDF (PDF/UA-1), A4 upright, its heads again on every sheet.

Typeset by Typst, as certificates are. It goes round the room, so what people need to take part is left out,
and so are their addresses; whoever walked in writes theirs.
"""

import json

from django.conf import settings

from stepforward.ui.typesetting import typeset
from stepforward.ui.wording import civil_date, say_clock, say_day

PAGE = settings.BASE_DIR / "templates" / "courses" / "register.typ"
EMPTY_LINES = 6


def pdf(session, people, *, now):
    """Bytes. `people` are the bookings that have a place, in the order of the sheet."""
    said = {
        "course": session.course.name,
        "team": session.team_name,
        "day": say_day(session.starts_at),
        "time": f"{say_clock(session.starts_at)} to {say_clock(session.ends_at)}",
        "place": session.place,
        "printed": f"{say_day(now)}, {say_clock(now)}",
        "empty": EMPTY_LINES,
        "people": [
            [
                one.name,
                one.get_staff_group_display() if one.staff_group else "",
                one.short_organisation,
            ]
            for one in people
        ],
    }
    return typeset(PAGE, {"said": json.dumps(said)}, at=now)


def file_name(session):
    said = f"{civil_date(session.starts_at).isoformat()} {session.course.name}, register, {session.place}"
    return "".join(letter for letter in said if letter.isprintable() and letter not in '\\/:*?"<>|') + ".pdf"
