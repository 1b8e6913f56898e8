"""Materials: kept by those who plan, read by a session's team, and given out as what they are."""

from csp.decorators import csp_update
from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from courses import materials
from courses.forms.materials import AddMaterial, ChangeMaterial
from courses.models import Course, Material
from courses.views.session_cases import read_by
from stepforward.inspecting.kinds import KINDS
from stepforward.people.access import refuse, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused

NAV = "courses:manage_sessions"
WHERE = {True: "courses:course_materials", False: "courses:session_materials"}
in_a_sandbox = csp_update({"sandbox": []})  # even if a browser showed the file, nothing in it would run


@requires(Permission.PLAN_SESSIONS)
def course_materials(request, pk):
    course = get_object_or_404(Course, pk=pk)
    found = course.materials.select_related("added_by")
    return _list(request, found, course=course, context={"course": course, "plans": True})


@requires(Permission.READ_SESSION_PAPERS, or_part_of=True)
def session_materials(request, pk):
    session, plans = read_by(request, pk), request.user.may(Permission.PLAN_SESSIONS)
    if request.method == "POST" and not plans:
        refuse(request.user)
    found = Material.objects.of_session(session).select_related("added_by")
    return _list(request, found, session=session, context={"session": session, "plans": plans})


def _list(request, found, *, context, **owner):
    form = AddMaterial(initial={"readers": Material.Readers.TEAM})
    if request.method == "POST":
        form = AddMaterial(request.POST, request.FILES)
        if form.is_valid() and _added(request, form, owner):
            return redirect(request.path)
    context |= {"materials": found, "form": form, "nav_current": NAV if context["plans"] else None}
    status = 422 if form.errors else 200
    return render(request, "courses/materials.html", context, status=status)


def _added(request, form, owner):
    try:
        added = materials.add(by=request.user, now=timezone.now(), **owner, **form.cleaned_data)
    except Refused as refused:
        form.add_error("file", refused.why)
        return False
    messages.success(request, f"“{added.title}” is added.")
    return True


@requires(Permission.PLAN_SESSIONS)
def material(request, pk):
    """Change its title, who gets it, or the file; or remove it."""
    found = get_object_or_404(_rows(), pk=pk)
    form = ChangeMaterial(initial={"title": found.title, "readers": found.readers})
    if request.method == "POST":
        form = ChangeMaterial(request.POST, request.FILES)
        if form.is_valid() and _changed(request, form, found):
            return redirect(*_owner_page(found))
    context = {"material": found, "form": form, "nav_current": NAV}
    return render(request, "courses/material.html", context, status=422 if form.errors else 200)


def _changed(request, form, found):
    said = form.cleaned_data
    try:
        materials.change(
            material=found,
            title=said["title"],
            readers=said["readers"],
            file=said["file"] or None,
            by=request.user,
            now=timezone.now(),
        )
    except Refused as refused:
        form.add_error("file", refused.why)
        return False
    messages.success(request, "Saved." if not said["file"] else "The file is replaced. Links to it stay.")
    return True


@requires(Permission.PLAN_SESSIONS)
@require_POST
def remove_material(request, pk):
    found = get_object_or_404(_rows(), pk=pk)
    materials.remove(material=found, by=request.user)
    messages.success(request, f"“{found.title}” is removed. Nobody gets it any more.")
    return redirect(*_owner_page(found))


@requires(Permission.PLAN_SESSIONS)
@in_a_sandbox
def material_file(request, pk):
    return given_out(get_object_or_404(Material, pk=pk))


@requires(Permission.READ_SESSION_PAPERS, or_part_of=True)
@in_a_sandbox
def session_material(request, pk, material_pk):
    session = read_by(request, pk)
    return given_out(get_object_or_404(Material.objects.of_session(session), pk=material_pk))


def given_out(found):
    """The file as a download: a browser shows nothing of it here, guesses nothing, and nobody keeps it."""
    headers = {
        "Content-Disposition": content_disposition_header(True, materials.file_name(found)),
        "Content-Length": str(found.size),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    content_type = KINDS[found.kind].content_type
    return StreamingHttpResponse(materials.content_of(found), content_type=content_type, headers=headers)


def _rows():
    return Material.objects.select_related("course", "session__course", "added_by")


def _owner_page(found):
    return WHERE[found.course_id is not None], found.course_id or found.session_id
