"""What is taught, and which quality domains each course serves."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from courses import quality_domains
from courses.forms.quality import Served
from courses.models import Course
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

COLUMNS = ("Course", "Minutes", "Quality domains")
NAV = "courses:manage_sessions"


@requires(Permission.PLAN_SESSIONS)
def course_list(request):
    found = Course.objects.prefetch_related("domains")
    if kind := export_asked(request):
        return export(kind, "courses", COLUMNS, map(_cells, found))
    page = paged(request, found)
    return render(request, "courses/courses.html", {"page": page, "nav_current": NAV})


def _cells(course):
    return course.name, course.minutes, "; ".join(domain.name for domain in course.domains.all())


@requires(Permission.PLAN_SESSIONS)
def course_domains(request, pk):
    course = get_object_or_404(Course, pk=pk)
    form = Served(initial={"domains": course.domains.all()})
    if request.method == "POST":
        form = Served(request.POST)
        if form.is_valid():
            quality_domains.serve(course=course, domains=form.cleaned_data["domains"], by=request.user)
            messages.success(request, "Saved. Certificates issued from now on say so.")
            return redirect("courses:courses")
    status = 422 if form.errors else 200
    return render(
        request,
        "courses/course_domains.html",
        {"form": form, "course": course, "nav_current": NAV},
        status=status,
    )
