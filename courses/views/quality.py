"""What is taught, and which quality domains each course serves."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from courses import quality_domains
from courses.forms.quality import Served
from courses.models import Course
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.paging import paged

NAV = "courses:manage_sessions"


@requires(Permission.PLAN_SESSIONS)
def course_list(request):
    page = paged(request, Course.objects.prefetch_related("domains"))
    return render(request, "courses/courses.html", {"page": page, "nav_current": NAV})


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
