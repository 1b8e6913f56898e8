"""What each stage of each course needs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from courses.models import Course
from facilitators.growing import ruling
from facilitators.growing.forms import Decide
from facilitators.growing.ruling import needed
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

NAV = "facilitators:roster"
COLUMNS = ("Course", "Taught by", "Stage", "Needs", "Lapses after months")


@requires(Permission.SET_STAGES)
def stage_rules(request):
    found = Course.objects.prefetch_related("stage_rules", "taught_by")
    if kind := export_asked(request):
        return export(kind, "stages-of-courses", COLUMNS, (row for one in found for row in _cells(one)))
    page = paged(request, found)
    for course in page:
        course.needed = needed(course)
    return render(request, "facilitators/stage_rules.html", {"page": page, "nav_current": NAV})


def _cells(course):
    taught_by = "; ".join(one.name for one in course.taught_by.all())
    return [
        (course.name, taught_by, stage.label, "; ".join(words), months)
        for stage, words, months in needed(course)
    ]


@requires(Permission.SET_STAGES)
def edit_stage_rules(request, pk):
    course = get_object_or_404(Course, pk=pk)
    form = Decide(request.POST if request.method == "POST" else None, course=course)
    if request.method == "POST" and form.is_valid():
        ruling.decide(
            course=course, needs=form.needs, taught_by=form.cleaned_data["taught_by"], by=request.user
        )
        messages.success(request, "Saved. What was signed before stays signed.")
        return redirect("facilitators:stage_rules")
    context = {"form": form, "course": course, "nav_current": NAV}
    return render(request, "facilitators/edit_stage_rules.html", context, status=422 if form.errors else 200)
