"""The roster of facilitators, and one facilitator's page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from facilitators import commitments
from facilitators.asking import chasing
from facilitators.forms import RosterFilter
from facilitators.models import Facilitator
from facilitators.roster import roster as read_roster
from facilitators.travelling.wishes import say_wishes
from facilitators.views.past import past_file
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

COLUMNS = [
    "Name",
    "Post",
    "Organisation",
    "System",
    "Base",
    "Accreditations",
    "Sessions in 12 months",
    "Next free",
]


@requires(Permission.SEE_ROSTER)
def roster(request):
    now = timezone.now()
    form = RosterFilter(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = read_roster(request.user, now, **chosen)
    if (kind := export_asked(request)) and not form.errors:
        rows = (line(one, now) for one in found.iterator(chunk_size=500))
        return export(kind, "facilitators", COLUMNS, rows)
    page = paged(request, found)
    for one in page:
        one.free_from = free_from(one, now)
    context = {"page": page, "form": form, "may_ask": request.user.may(Permission.STAFF_SESSIONS)}
    return render(request, "facilitators/roster.html", context, status=422 if form.errors else 200)


def line(one, now):
    """One facilitator as a line of a spreadsheet."""
    return [
        one.user.name,
        one.post,
        one.organisation.name if one.organisation else "",
        one.organisation.system_name if one.organisation else "",
        one.base,
        "; ".join(str(stage) for stage in one.stages),
        one.sessions_lately,
        civil_date(free_from(one, now)) if one.next_free else None,
    ]


def free_from(one, now):
    """The moment from which they are free next, or None."""
    return max(one.next_free.lower, now) if one.next_free else None


@requires(Permission.SEE_ROSTER, or_part_of=True)
def facilitator(request, pk):
    everybody = Facilitator.objects.select_related("user", "organisation")
    one = fetch(everybody, everybody.visible_to(request.user), user=request.user, pk=pk)
    now = timezone.now()
    if kind := export_asked(request):
        return past_file(kind, one, now)
    context = {
        "facilitator": one,
        "is_oneself": one.user_id == request.user.pk,
        "accreditations": one.accreditations.select_related("course"),
        "leaves": one.leaves.exclude(ends_on__lt=civil_date(now)),
        "offers": commitments.offers_to(one, now),
        "coming": commitments.coming(one, now),
        "past": paged(request, commitments.past(one, now)),
        "may_ask": request.user.may(Permission.STAFF_SESSIONS) and one.left_on is None,
        "wishes": say_wishes(one),
        "free": one.windows.filter(during__endswith__gt=now).order_by("during")[:10],
    }
    return render(request, "facilitators/facilitator.html", context)


@requires(Permission.STAFF_SESSIONS)
@require_POST
def ask_when_free(request, pk):
    one = get_object_or_404(Facilitator.objects.select_related("user"), pk=pk)
    try:
        chasing.ask(facilitator=one, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, f"We have asked {one} by email when they are free in the next six weeks.")
    return redirect("facilitators:facilitator", pk=one.pk)
