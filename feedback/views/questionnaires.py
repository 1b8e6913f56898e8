"""What every course asks and when; one version as people see it; and what becomes of a draft."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from courses.models import Course
from feedback import questionnaires as writing
from feedback import versions
from feedback.forms import Answers
from feedback.models import Questionnaire
from feedback.question_forms import QuestionnaireFilter
from feedback.views.respond import HEADINGS, HOW_LONG
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

WRITES = Permission.WRITE_QUESTIONNAIRES
COLUMNS = ("Course", "When", "Version", "Questions", "Asked since", "Rounds", "Draft")


@requires(WRITES)
def questionnaires(request):
    form = QuestionnaireFilter(request.GET)
    found = versions.standings(**form.asked_for()) if form.is_valid() else []
    if (kind := export_asked(request)) and not form.errors:
        return export(kind, "questionnaires", COLUMNS, map(_cells, found))
    context = {"page": paged(request, found), "form": form}
    return render(request, "feedback/questionnaires.html", context, status=422 if form.errors else 200)


@requires(WRITES)
@sensitive_post_parameters()
@sensitive_variables()
def questionnaire(request, pk):
    """As people see it, to try: what is posted is looked at as theirs would be, and kept nowhere."""
    found = get_object_or_404(versions.with_use(Questionnaire.objects.select_related("course")), pk=pk)
    form = Answers(request.POST if request.method == "POST" else None, questions=found.questions)
    if form.is_valid():
        messages.success(request, "These answers could be sent. They were not: nothing is kept here.")
        return redirect("feedback:questionnaire", pk=pk)
    newest = found if found.is_draft else versions.asked_now(found)
    context = {
        "questionnaire": found,
        "is_newest": newest == found,
        "form": form,
        "seen_heading": HEADINGS[found.wave],
        "how_long": HOW_LONG[found.wave],
        "nav_current": "feedback:questionnaires",
    }
    return render(request, "feedback/questionnaire.html", context, status=422 if form.errors else 200)


@require_POST
@requires(WRITES)
def new_version(request, course_pk, wave):
    course = get_object_or_404(Course, pk=course_pk)
    draft = writing.new_version(course=course, wave=wave, by=request.user)
    messages.success(request, f"Version {draft.version} is a draft. Change it, then use it.")
    return redirect("feedback:draft", pk=draft.pk)


@require_POST
@requires(WRITES)
def use(request, pk):
    draft = get_object_or_404(Questionnaire, pk=pk)
    said = "Rounds that open from now on ask this version. Those that are open keep theirs."
    return _do(request, draft, writing.use, said, "feedback:questionnaire", pk=pk)


@require_POST
@requires(WRITES)
def throw_away(request, pk):
    draft = get_object_or_404(Questionnaire, pk=pk)
    said = f"The draft of version {draft.version} is gone. What is asked now stays."
    return _do(request, draft, writing.throw_away, said, "feedback:questionnaires")


def _do(request, draft, verb, said, then, **keys):
    try:
        verb(draft=draft, seen=request.POST.get("seen"), by=request.user)
    except Refused as refused:
        messages.error(request, refused.why)
        return redirect("feedback:draft", pk=draft.pk)
    messages.success(request, said)
    return redirect(then, **keys)


def _cells(one):
    draft = f"version {one.draft.version}" if one.draft else ""
    numbers = one.version, len(one.questions), one.since, one.rounds
    return (one.course.name, one.wave_name, *numbers, draft)
