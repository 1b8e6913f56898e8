"""A facilitator's past sessions as a file, for themselves and for whoever keeps the roster."""

from facilitators import commitments
from stepforward.ui.exports import export
from stepforward.ui.wording import civil_date, in_london

COLUMNS = ("Course", "Date", "Start", "End", "Place", "Part", "Certificate")


def past_file(kind, facilitator, now):
    rows = map(_cells, commitments.past(facilitator, now).iterator(chunk_size=500))
    return export(kind, "past-sessions", COLUMNS, rows)


def _cells(one):
    session = one.session
    return (
        session.course.name,
        civil_date(session.starts_at),
        in_london(session.starts_at).time(),
        in_london(session.ends_at).time(),
        session.place,
        one.get_part_display(),
        one.certificate_code,
    )
