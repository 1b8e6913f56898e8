"""Who was trained by whom: as a tree, as a table, and those who have not delivered yet."""

from django.shortcuts import render
from django.utils import timezone

from facilitators.cascade import table, tree, waiting
from facilitators.cascade.forms import CascadeFilter, WaitingFilter, WhichCourse
from facilitators.cascade.people import Cascade, cascade_of, courses_with_a_cascade
from facilitators.cascade.published import PUBLISHED
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

ROOTS = 20  # on one page, each with its branch
WAITING_COLUMNS = ("Name", "Stage", "Generation", "Trained on", "Trained by", "Days since", "Why", "More")


@requires(Permission.SEE_CASCADE)
def cascade(request):
    courses, course, found = _asked(request)
    form = WhichCourse(request.GET or None, courses=courses)
    if (kind := export_asked(request)) and not form.errors:
        return export(kind, "cascade", table.COLUMNS, map(table.cells, found.people))
    page = paged(request, tree.roots(found.people), ROOTS)
    shown = {
        "page": page,
        "steps": tree.steps(page.object_list, found.people),
        "opens_all": request.GET.get("open") == "all",
        "published": PUBLISHED,
    }
    return _shown(request, "facilitators/cascade.html", form, course, found, shown)


@requires(Permission.SEE_CASCADE)
def cascade_people(request):
    courses, course, found = _asked(request)
    generations = [generation for generation, _, _ in found.generations]
    form = CascadeFilter(request.GET or None, courses=courses, generations=generations)
    rows = table.shown(found.people, **form.chosen)
    if (kind := export_asked(request)) and not form.errors:
        return export(kind, "cascade", table.COLUMNS, map(table.cells, rows))
    shown = {"page": paged(request, rows)}
    return _shown(request, "facilitators/cascade_people.html", form, course, found, shown)


@requires(Permission.SEE_CASCADE)
def cascade_waiting(request):
    courses, course, found = _asked(request)
    form = WaitingFilter(request.GET or None, courses=courses)
    everybody = waiting.waiting(found.people, timezone.now())
    rows = waiting.filtered(everybody, **form.chosen)
    if (kind := export_asked(request)) and not form.errors:
        return export(kind, "not-delivered-yet", WAITING_COLUMNS, map(_waiting_cells, rows))
    shown = {
        "page": paged(request, rows),
        "reasons": waiting.counted(everybody),
        "order": waiting.Why.labels,
        "n": len(everybody),
    }
    return _shown(request, "facilitators/cascade_waiting.html", form, course, found, shown)


def _asked(request):
    """The courses that have a cascade, the one asked for or the first, and its Cascade."""
    courses = list(courses_with_a_cascade())
    asked = request.GET.get("course")
    course = next((one for one in courses if str(one.pk) == asked), courses[0] if courses else None)
    return courses, course, cascade_of(course) if course else Cascade([], None)


def _shown(request, template, form, course, found, shown):
    context = {
        "form": form,
        "course": course,
        "cascade": found,
        "links_people": request.user.may(Permission.SEE_ROSTER),
        "nav_current": "facilitators:cascade",
        **shown,
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _waiting_cells(one):
    person = one.person
    return (
        person.name,
        person.held.get_stage_display(),
        person.branch.generation,
        person.trained_on,
        person.by_whom,
        one.days,
        one.why.label,
        one.more,
    )
