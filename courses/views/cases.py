"""The library of case reports: looked through, read, written."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses import cases
from courses.forms.cases import CaseFilter, WriteCase
from courses.models import CaseReport, SessionCase
from courses.refusals import Overtaken
from courses.standing import case_tag
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

COLUMNS = ["Title", "State", "Version", "Since", "Who may see it", "Setting", "Themes", "Staff groups"]
COLUMNS += ["What happened", "Questions for discussion", "Learning points"]
LAST_USES = 5
State = CaseReport.State


@requires(Permission.READ_CASES)
def library(request):
    writes = request.user.may(Permission.WRITE_CASES)
    form = CaseFilter(request.GET, writes=writes)
    found = _found(request.user, form, "newest" if writes else "cleared__version")
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "cases", COLUMNS, (_row(one, writes) for one in found.iterator(500)))
    page = paged(request, found)
    for one in page:
        one.shown = shown_to(one, writes)
        one.tag, one.colour = case_tag(one)
    context = {"form": form, "page": page, "writes": writes}
    return render(request, "courses/cases.html", context, status=200 if form.is_valid() else 422)


def _found(user, form, version):
    """Cases whose `version`, the newest or the one in use, is as the form asks."""
    found = CaseReport.objects.visible_to(user).select_related("newest", "cleared__version")
    if not form.is_valid():
        return found.none()
    asked = form.cleaned_data
    if asked.get("state"):
        found = found.filter(state=asked["state"])
    else:
        found = found.exclude(state=State.RETIRED)
    if asked["theme"]:
        found = found.filter(**{f"{version}__themes__contains": [asked["theme"]]})
    if asked["setting"]:
        found = found.filter(**{f"{version}__setting": asked["setting"]})
    if asked["staff_group"]:
        groups = f"{version}__staff_groups"
        found = found.filter(Q(**{f"{groups}__contains": [asked["staff_group"]]}) | Q(**{groups: []}))
    if q := asked["q"].strip():
        texts = ("title", "story", "learning_points", "questions")
        says = [Q(**{f"{version}__{name}__icontains": q}) for name in texts]
        found = found.filter(says[0] | says[1] | says[2] | says[3])
    return found.order_by(f"{version}__title", "pk")


def shown_to(case, writes):
    """The version that somebody reads: the newest who writes, the one in use who does not."""
    return case.newest if writes else case.cleared.version


def _row(case, writes):
    version = shown_to(case, writes)
    return [
        version.title,
        case.get_state_display(),
        version.number,
        civil_date(version.made_at),
        case.get_readers_display(),
        version.get_setting_display(),
        version.said_themes,
        version.said_staff_groups,
        version.story,
        version.questions,
        version.learning_points,
    ]


def rows():
    return CaseReport.objects.select_related("newest__made_by", "cleared__version", "cleared__by")


@requires(Permission.READ_CASES)
def case(request, pk):
    user = request.user
    found = fetch(CaseReport.objects.all(), rows().visible_to(user), user=user, pk=pk)
    writes = user.may(Permission.WRITE_CASES)
    tag, colour = case_tag(found)
    context = {
        "case": found,
        "version": shown_to(found, writes),
        "writes": writes,
        "tag": tag,
        "colour": colour,
        "waits": found.cleared is None or found.cleared.version_id != found.newest_id,
    }
    if writes:
        uses = SessionCase.objects.filter(case=found).select_related(
            "session__course", "session__organisation", "cleared__version"
        )
        context["uses"] = uses.order_by("-session__starts_at", "-pk")[:LAST_USES]
        context["times"] = uses.count()
    return render(request, "courses/case.html", context)


@requires(Permission.WRITE_CASES)
def new_case(request):
    form = WriteCase(initial={"based_on": 0, "readers": CaseReport.Readers.FACILITATORS})
    if request.method == "POST":
        form = WriteCase(request.POST)
        if form.is_valid():
            written = cases.write(by=request.user, now=timezone.now(), **form.said)
            messages.success(request, "The case is kept as a draft. Check it before it is used.")
            return redirect("courses:case", pk=written.pk)
    status = 422 if form.errors else 200
    return render(request, "courses/write_case.html", {"form": form}, status=status)


@requires(Permission.WRITE_CASES)
def edit_case(request, pk):
    found = get_object_or_404(rows(), pk=pk)
    newest = found.newest
    form = WriteCase(initial=newest.text | {"readers": found.readers, "based_on": newest.number})
    if request.method == "POST":
        form = WriteCase(request.POST)
        if form.is_valid() and (changed := _changed(request, found, form)):
            more = changed.newest_id != newest.pk
            messages.success(request, f"Saved as version {changed.newest.number}." if more else "Saved.")
            return redirect("courses:case", pk=pk)
    context = {"form": form, "case": found, "version": newest}
    return render(request, "courses/write_case.html", context, status=422 if form.errors else 200)


def _changed(request, found, form):
    """The case as it is now; None where it cannot be saved yet, which the form then says."""
    based_on = form.cleaned_data["based_on"]
    try:
        return cases.change(case=found, based_on=based_on, by=request.user, now=timezone.now(), **form.said)
    except Overtaken as overtaken:
        form.add_error(None, overtaken.why)
        form.data = form.data.copy()
        form.data["based_on"] = found.newest.number  # what they see next, and may then save over
    except Refused as refused:
        form.add_error(refused.field, refused.why)
    return None
