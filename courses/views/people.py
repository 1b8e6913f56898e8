"""Everybody who booked or attended, and one of them with all that we hold of their training."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from courses.forms.people import PeopleFilter
from courses.models import Booking
from courses.people import alike, known
from courses.standing import booking_tag
from stepforward.outbox.wording import tag_of
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date, in_london

COLUMNS = ["Name", "Email address", "Organisation", "Staff group", "Sessions attended", "Last seen"]
BOOKED = ["Course", "Date", "Start", "Place", "Name given", "Booked on", "State", "Attendance"]
EMAILS_SHOWN, LOOK_ALIKES_SHOWN = 12, 5


@requires(Permission.KEEP_PEOPLE)
def people(request):
    form = PeopleFilter(request.GET)
    found = known.with_attendance(form.narrow(known.people()))
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "people", COLUMNS, map(_row, found.iterator(500)))
    page = paged(request, found)
    for one in page:
        one.came = f"{one.sessions} session{'' if one.sessions == 1 else 's'}"
    context = {"form": form, "page": page}
    return render(request, "courses/people.html", context, status=200 if form.is_valid() else 422)


def _row(person):
    return [
        person.name,
        person.email,
        person.organisation_name,
        person.get_staff_group_display(),
        person.sessions,
        civil_date(person.last_seen) if person.last_seen else None,
    ]


@requires(Permission.KEEP_PEOPLE)
def person(request, pk):
    found, now = fetch_person(pk), timezone.now()
    booked = known.bookings_of(found)
    if kind := export_asked(request):
        return export(kind, f"bookings-{found.pk}", BOOKED, map(_booked_row, booked.iterator(500)))
    page, emails = paged(request, booked), known.emails_of(found, request.user)[: EMAILS_SHOWN + 1]
    for one in page:
        one.tag, one.colour = booking_tag(one, now)
    for one in emails:
        one.tag, one.colour = tag_of(one)
    names = booked.exclude(name=found.name).order_by().values_list("name", flat=True).distinct()
    context = {
        "person": found,
        "page": page,
        "other_names": sorted(names),
        "certificates": list(known.certificates_of(found)),
        "look_alikes": _look_alikes(found),
        "reads_emails": request.user.may(Permission.READ_EMAILS),
        "emails": emails[:EMAILS_SHOWN],
        "more_emails": len(emails) > EMAILS_SHOWN,
    }
    return render(request, "courses/person.html", context)


def _look_alikes(person):
    """[(who may be the same person, why), …]"""
    pairs = alike.like(person)[:LOOK_ALIKES_SHOWN]
    return [(one.other if one.one.pk == person.pk else one.one, one.why) for one in pairs]


def fetch_person(pk):
    """The person one of whose bookings has this key, with what they attended; 404 for what was erased."""
    found = known.speaking_for(get_object_or_404(Booking.objects.defer(*known.NEEDS), pk=pk))
    if found is None:
        raise Http404
    return found


def _booked_row(booking):
    return [
        booking.session.course.name,
        civil_date(booking.session.starts_at),
        in_london(booking.session.starts_at).time(),
        booking.session.place,
        booking.name,
        civil_date(booking.booked_at),
        booking.get_state_display(),
        booking.get_attendance_display(),
    ]
