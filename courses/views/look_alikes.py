"""People who may be one under two addresses: found, shown side by side, made one, or said to be two."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses.forms.people import KeepOne
from courses.models import TwoPeople
from courses.people import alike, apart, foreseeing, known, merging
from courses.standing import booking_tag
from courses.views.people import fetch_person
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

NAV = "courses:people"
LIKELY, POSSIBLE, APART = "likely", "possible", "apart"
TABS = {LIKELY: "Likely", POSSIBLE: "Possible", APART: "Said to be two"}
COLUMNS = ["Name", "Email address", "Other name", "Other email address", "Why"]
BOOKINGS_SHOWN = 6


@requires(Permission.KEEP_PEOPLE)
def look_alikes(request):
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else LIKELY
    found = _said_apart() if tab == APART else _found(tab)
    if kind := export_asked(request):
        return export(kind, f"look-alikes-{tab}", COLUMNS, (_row(*one) for one in found))
    context = {"tab": tab, "tabs": TABS, "page": paged(request, found), "nav_current": NAV}
    return render(request, "courses/look_alikes.html", context)


def _found(tab):
    """[(one, other, why), …]"""
    return [
        (pair.one, pair.other, pair.why) for pair in alike.look_alikes() if pair.is_likely == (tab == LIKELY)
    ]


def _said_apart():
    said = TwoPeople.objects.select_related("first", "second").order_by("-pk")
    return [(one.first, one.second, "Said to be two people") for one in said]


def _row(one, other, why):
    return [one.name, one.email, other.name, other.email, why]


@requires(Permission.KEEP_PEOPLE)
def merge_people(request, pk, other_pk):
    one, other = _both(pk, other_pk)
    two = TwoPeople.objects.between(one.email, other.email).exists()
    form = KeepOne(request.POST if request.method == "POST" else None, both=[one, other])
    if form.is_bound and form.is_valid():
        keep = form.cleaned_data["keep"]
        gone = other if keep == one else one
        try:
            merging.merge(keep=keep, other=gone, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.why)
        else:
            messages.success(request, f"They are one person now, at {keep.email}.")
            return redirect("courses:person", pk=keep.pk)
    pair = alike.compare(alike.Somebody.of_booking(one), alike.Somebody.of_booking(other))
    bookings, others = (list(known.bookings_of(who)) for who in (one, other))
    context = {
        "one": one,
        "other": other,
        "why": pair.why if pair else "",
        "facts": foreseeing.side_by_side(one, other, bookings, others),
        "twice": foreseeing.booked_twice(bookings, others),
        "booked": [(one, _latest(bookings)), (other, _latest(others))],
        "two": two,
        "form": form,
        "nav_current": NAV,
    }
    return render(request, "courses/merge_people.html", context, status=422 if form.is_bound else 200)


@requires(Permission.KEEP_PEOPLE)
@require_POST
def say_apart(request, pk, other_pk):
    one, other = _both(pk, other_pk)
    try:
        apart.say_apart(one=one, other=other, by=request.user)
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, f"{one.name} and {other.name} stay two people, and are not shown again.")
    return redirect("courses:look_alikes")


@requires(Permission.KEEP_PEOPLE)
@require_POST
def take_apart_back(request, pk, other_pk):
    one, other = _both(pk, other_pk)
    if apart.take_back(one=one, other=other, by=request.user):
        messages.success(request, "Taken back: they may be one person after all.")
    return redirect("courses:merge_people", pk=one.pk, other_pk=other.pk)


def _both(*keys):
    """The two people of these bookings, each with an address of their own; else 404."""
    one, other = map(fetch_person, keys)
    if not one.email or not other.email or one == other:
        raise Http404
    return one, other


def _latest(bookings):
    """The latest of them, each with its tag, and how many more there are."""
    now, shown = timezone.now(), bookings[:BOOKINGS_SHOWN]
    for booking in shown:
        booking.tag, booking.colour = booking_tag(booking, now)
    return shown, len(bookings) - len(shown)
