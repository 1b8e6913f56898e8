"""Is the load fair? For whoever plans, by name; to oneself, beside the middle of all."""

from django.shortcuts import render
from django.utils import timezone

from facilitators.fairness.chart import HowShared
from facilitators.fairness.faculty import FEWEST, beside_others, faculty_of, shown
from facilitators.fairness.forms import FairnessFilter, PeriodFilter
from facilitators.fairness.periods import Stretch, period_of
from facilitators.fairness.shares import Band, shares
from facilitators.views.oneself import oneself
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.rollout.panel import ReadPanel
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

NAV = "facilitators:roster"
IN_ORDER = list(Band)
COLOURS = {Band.NOT_ASKED: "blue", Band.OVER: "red", Band.MOST: "yellow"}
COLUMNS = (
    "Name",
    "Organisation",
    "Load",
    "Sessions",
    "Still to come",
    "Times asked",
    "Hours",
    "Sessions with hours noted",
    "Miles there and back",
    "Sessions with miles unknown",
    "Half-days: yes",
    "Half-days: if needed",
    "Sessions wished for at most",
    "Per cent of what they offered",
)


@requires(Permission.STAFF_SESSIONS)
def fairness(request):
    now, form = timezone.now(), FairnessFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    period = period_of(said.get("period", Stretch.LATELY), civil_date(now))
    faculty = faculty_of(shares(period, now, course=said.get("course")))
    found = _found(faculty.everybody, show=said.get("show", ""), q=said.get("q", ""))
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "fairness", COLUMNS, map(_cells, found))
    page = paged(request, found)
    for one in page:
        one.colour = COLOURS.get(one.band, "grey")
    context = {
        "form": form,
        "page": page,
        "period": period,
        "faculty": faculty,
        "answer": faculty.words(period),
        "share_noted": None if faculty.noted is None else round(100 * faculty.noted),
        "panel": ReadPanel(HowShared(), faculty),
        "nav_current": NAV,
    }
    return render(request, "facilitators/fairness.html", context, status=200 if form.is_valid() else 422)


def _found(everybody, *, show, q):
    """By band, and by name within one."""
    q = q.casefold()
    found = [one for one in everybody if show in {"", one.band} and q in one.facilitator.user.name.casefold()]
    return sorted(found, key=lambda one: IN_ORDER.index(one.band))


def _cells(one):
    person = one.facilitator
    return (
        person.user.name,
        person.organisation and person.organisation.name,
        one.band.label,
        one.sessions,
        one.ahead,
        one.asked,
        one.hours,
        one.noted,
        one.known_miles,
        one.unplaced,
        one.yes,
        one.if_needed,
        one.cap,
        None if one.load is None else round(100 * one.load),
    )


@requires(Permission.SAY_AVAILABILITY)
def fair(request):
    """One's own figures, beside the middle of all: no rank, and nobody's name."""
    person, now = oneself(request), timezone.now()
    form = PeriodFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    period = period_of(said.get("period", Stretch.LATELY), civil_date(now))
    faculty = faculty_of(shares(period, now))
    own = next((one for one in faculty.everybody if one.facilitator.pk == person.pk), None)
    context = {
        "form": form,
        "period": period,
        "own": own,
        "offered": own and shown(own.offered),
        "rows": beside_others(own, faculty) if own else [],
        "compared": len(faculty.counted) >= FEWEST,
        "counted": len(faculty.counted),
        "fewest": FEWEST,
    }
    return render(request, "facilitators/fair.html", context, status=200 if form.is_valid() else 422)
