"""The register as a sheet to print: a line to sign for everybody booked, and empty ones for who walks in."""

from django.shortcuts import render

from courses.views.register import kept_by
from stepforward.people.access import requires
from stepforward.people.roles import Permission

EMPTY_LINES = 6


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
def paper(request, pk):
    """What people need to take part is left out: the sheet goes round the room."""
    session = kept_by(request, pk)
    people = list(session.bookings.booked().by_name())
    first_empty = len(people) + 1
    context = {
        "session": session,
        "people": people,
        "empty": range(first_empty, first_empty + EMPTY_LINES),
    }
    return render(request, "courses/paper_register.html", context)
