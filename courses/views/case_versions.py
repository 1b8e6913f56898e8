"""A case over time: what each version says and changed, which is in use, and which was brought back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import cases, differences
from courses.forms.cases import CheckCase
from courses.models import CaseVersion
from courses.standing import case_tag
from courses.views.cases import rows
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

NAV = "courses:cases"
COLUMNS = ("Version", "By", "When", "Title", "Story", "Questions for discussion", "Learning points")


@requires(Permission.WRITE_CASES)
def versions(request, pk):
    case = get_object_or_404(rows(), pk=pk)
    found = case.versions.select_related("made_by")
    if kind := export_asked(request):
        return export(kind, f"versions-of-case-{pk}", COLUMNS, map(_cells, found.iterator(chunk_size=100)))
    page = paged(request, found.defer("story"))
    return render(request, "courses/case_versions.html", {"case": case, "page": page, "nav_current": NAV})


def _cells(version):
    return (
        version.number,
        version.made_by and version.made_by.name,
        version.made_at,
        version.title,
        version.story,
        version.questions,
        version.learning_points,
    )


@requires(Permission.WRITE_CASES)
def version(request, pk, number):
    """One version, and how it differs from another: the one before, unless `?with=` names one."""
    case = get_object_or_404(rows(), pk=pk)
    shown = get_object_or_404(CaseVersion.objects.select_related("made_by"), case=pk, number=number)
    other = case.versions.filter(number=_asked(request, number - 1)).first()
    earlier, later = sorted([other or shown, shown], key=lambda one: one.number)
    context = {
        "case": case,
        "version": shown,
        "other": other,
        "changes": differences.between(earlier, later),
        "compared": f"From version {earlier.number} to version {later.number}",
        "in_use": case.cleared and case.cleared.version_id == shown.pk,
        "nav_current": NAV,
    }
    return render(request, "courses/case_version.html", context)


def _asked(request, usually):
    asked = request.GET.get("with", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else usually


@requires(Permission.WRITE_CASES)
@require_POST
def bring_back(request, pk, number):
    case = get_object_or_404(rows(), pk=pk)
    get_object_or_404(CaseVersion, case=pk, number=number)
    based_on = request.POST.get("based_on", "")
    try:
        if not (based_on.isascii() and based_on.isdigit() and len(based_on) < 9):
            raise Refused("This page was incomplete. Look at the versions, then try again.")
        changed = cases.bring_back(
            case=case, number=number, based_on=int(based_on), by=request.user, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, refused.why)
        return redirect("courses:case_versions", pk=pk)
    if changed.newest_id == case.newest_id:
        messages.info(request, "Nothing was changed: this is what the newest version says.")
    else:
        words = f"Version {number} is back, as version {changed.newest.number}. Check it before it is used."
        messages.success(request, words)
    return redirect("courses:case", pk=pk)


@requires(Permission.WRITE_CASES)
def check_case(request, pk):
    """The checklist, and with it complete, the newest version in use."""
    case = get_object_or_404(rows(), pk=pk)
    form = CheckCase(initial={"number": case.newest.number})
    if request.method == "POST":
        form = CheckCase(request.POST)
        if form.is_valid() and _in_use(request, case, form):
            messages.success(request, f"Version {case.newest.number} is in use from now on.")
            return redirect("courses:case", pk=pk)
    tag, colour = case_tag(case)
    context = {"case": case, "version": case.newest, "form": form, "tag": tag, "colour": colour}
    return render(request, "courses/check_case.html", context, status=422 if form.errors else 200)


def _in_use(request, case, form):
    said = form.cleaned_data
    try:
        cases.put_into_use(case=case, by=request.user, now=timezone.now(), **said)
    except Refused as refused:
        form.add_error(refused.field, refused.why)
        return False
    return True


@requires(Permission.WRITE_CASES)
@require_POST
def retire(request, pk):
    case = get_object_or_404(rows(), pk=pk)
    try:
        cases.retire(case=case, by=request.user)
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, "The case is retired. Sessions that have it keep it.")
    return redirect("courses:case", pk=pk)
