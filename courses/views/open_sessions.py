"""What the public sees: sessions that can be booked, and booking one."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses import bookings, emails
from courses.forms.booking import Book
from courses.forms.filters import OpenSessionFilter
from courses.models import Session
from courses.refusals import AlreadyBooked
from courses.views.private import private, unlisted
from stepforward.people import links
from stepforward.people.access import public
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date, in_london

COLUMNS = ("Course", "Date", "Start", "End", "Place", "Host", "Places left", "Page")


def _open(request):
    found = Session.objects.open_for_booking(timezone.now()).visible_to(request.user)
    return found.with_facts().with_places()


@public
def session_list(request):
    form = OpenSessionFilter(request.GET)
    found = Session.objects.listed(timezone.now()).with_facts().with_places()
    if form.is_valid():
        where, q = form.cleaned_data["where"], form.cleaned_data["q"].strip()
        if where == "online":
            found = found.exclude(online_link="")
        elif where:
            found = found.filter(venue__isnull=False)
        if q:
            found = found.filter(
                Q(venue__name__icontains=q)
                | Q(venue__address__icontains=q)
                | Q(organisation__name__icontains=q)
            )
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "open-sessions", COLUMNS, map(_cells, found.iterator(chunk_size=500)))
    context = {"form": form, "page": paged(request, found, per_page=20)}
    return render(request, "courses/sessions.html", context, status=200 if form.is_valid() else 422)


def _cells(session):
    return (
        session.course.name,
        civil_date(session.starts_at),
        in_london(session.starts_at).time(),
        in_london(session.ends_at).time(),
        session.place,
        session.organisation and session.organisation.name,
        0 if session.waiting else max(session.left, 0),
        links.absolute("courses:session", session.pk),
    )


@public
def detail(request, pk):
    session = get_object_or_404(_open(request), pk=pk)
    return _kept_quiet(session, render(request, "courses/session.html", {"session": session}))


@public
def book(request, pk):
    session = get_object_or_404(_open(request), pk=pk)
    sent = redirect("courses:link_sent", pk=pk)
    return _kept_quiet(session, book_page(request, session, sent=sent))


def _kept_quiet(session, page):
    return page if session.visibility == Session.Visibility.PUBLIC else unlisted(page)


def book_page(request, session, *, sent, by_link=False):
    """The form that books a place in `session`, one from `with_places`, or a place in its line. `sent` is the
    answer where the address has a booking already; `by_link` says that whoever books was invited."""
    form = Book(with_food=session.venue_id is not None)
    if request.method == "POST":
        form = Book(request.POST, with_food=session.venue_id is not None)
        if form.is_valid():
            now = timezone.now()
            try:
                booking = bookings.book(session=session, now=now, **form.said)
            except AlreadyBooked as already:
                emails.booking_again(already.booking, now=now)
                return sent
            except Refused as refused:
                form.add_error(None, refused.why)
            else:
                return private(redirect("courses:booking", token=emails.booking_token(booking)))
    context = {"session": session, "form": form, "by_link": by_link}
    return render(request, "courses/book.html", context, status=422 if form.is_bound else 200)


@public
def link_sent(request, pk):
    """Says no more than that an email has gone: whoever typed the address may not be whose it is."""
    return render(request, "courses/link_sent.html", {"session": get_object_or_404(_open(request), pk=pk)})
