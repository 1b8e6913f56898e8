"""The register as a sheet to print: a line to sign for everybody booked, and empty ones for who walks in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from courses import register_papers
from courses.register_papers import EMPTY_LINES
from courses.views.register import kept_by
from stepforward.people.access import requires
from stepforward.people.roles import Permission


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


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
def paper_pdf(request, pk):
    session = kept_by(request, pk)
    pdf = register_papers.pdf(session, session.bookings.booked().by_name(), now=timezone.now())
    headers = {"Content-Disposition": content_disposition_header(False, register_papers.file_name(session))}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
