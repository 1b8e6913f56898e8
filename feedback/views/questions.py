"""The questions of a draft: one below the other, to change, move, take out and add."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from feedback import questionnaires as writing
from feedback.asked import asked_beside
from feedback.models import Questionnaire
from feedback.question_forms import ChooseQuestion, WriteQuestion
from feedback.refusals import DraftChanged, NotInTheDraft
from feedback.versions import asked_now, compared
from feedback.views.questionnaires import WRITES
from stepforward.people.access import requires
from stepforward.refusals import Refused

NAV = "feedback:questionnaires"
PLACES = {"up": -1, "down": 1}


@requires(WRITES)
def draft(request, pk):
    found = _version(pk)
    if not found.is_draft:
        return _stays(request, found)
    rows, gone = compared(found, asked_now(found))
    context = {"draft": found, "rows": rows, "gone": gone, "nav_current": NAV}
    return render(request, "feedback/draft.html", context)


@requires(WRITES)
def add_question(request, pk):
    found = _version(pk)
    if request.method != "POST" and not found.is_draft:
        return _stays(request, found)
    form = WriteQuestion(request.POST if request.method == "POST" else None, wave=found.wave)
    if _done(request, form, found, writing.add_question):
        messages.success(request, "The draft asks it, at the end. Move it to where it belongs.")
        return redirect("feedback:draft", pk=pk)
    return _page(request, "question.html", form, found)


@requires(WRITES)
def choose_question(request, pk):
    found = _version(pk)
    if request.method != "POST" and not found.is_draft:
        return _stays(request, found)
    choices = asked_beside(found).to_choose_from(found)
    form = ChooseQuestion(request.POST if request.method == "POST" else None, found=choices)
    if _done(request, form, found, writing.choose_question):
        messages.success(request, "The draft asks it, at the end, and its answers can be compared.")
        return redirect("feedback:draft", pk=pk)
    return _page(request, "choose_question.html", form, found, some=bool(choices))


@requires(WRITES)
def write_question(request, pk, code):
    found = _version(pk)
    question = next((one for one in found.questions if one["code"] == code), None)
    if request.method != "POST":
        if question is None:
            raise Http404
        if not found.is_draft:
            return _stays(request, found)
    form = WriteQuestion(
        request.POST if request.method == "POST" else None, wave=found.wave, initial=_as_typed(question)
    )
    if _done(request, form, found, writing.write_question, code=code):
        return redirect("feedback:draft", pk=pk)
    was_asked = asked_beside(found).asks(code)
    return _page(request, "question.html", form, found, question=question, was_asked=was_asked)


@require_POST
@requires(WRITES)
def arrange_question(request, pk, code):
    found = _version(pk)
    given = {"draft": found, "seen": request.POST.get("seen"), "by": request.user, "code": code}
    to = request.POST.get("to")
    try:
        if to in PLACES:
            writing.move_question(**given, by_places=PLACES[to])
        elif to == "out":
            writing.take_out(**given)
            messages.success(request, "The draft does not ask it any more.")
        else:
            messages.error(request, "Choose to move the question up or down, or to take it out.")
    except NotInTheDraft:
        messages.error(request, "This question is not in the draft any more.")
    except Refused as refused:
        messages.error(request, refused.why)
    return redirect("feedback:draft", pk=pk)


def _version(pk):
    return get_object_or_404(Questionnaire.objects.select_related("course"), pk=pk)


def _stays(request, found):
    messages.error(request, "This version is in use, so it stays as it is. Write a new version to change it.")
    return redirect("feedback:questionnaire", pk=found.pk)


def _as_typed(question):
    if question is None:
        return {}
    options = "\n".join(text for _, text in question.get("options", ()))
    return {"text": question["text"], "kind": question["kind"], "options": options}


def _done(request, form, found, verb, **given):
    """Whether the verb did what the form says. If not, the form says why and keeps what was typed; who was
    second has now seen what the first one did."""
    if not form.is_valid():
        return False
    given = form.cleaned_data | given
    try:
        new = verb(draft=found, seen=request.POST.get("seen"), by=request.user, **given)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.why)
        if isinstance(refused, DraftChanged | NotInTheDraft):
            form.seen_now = _version(found.pk).seen_as
            form.is_gone = isinstance(refused, NotInTheDraft)
        return False
    if new and new != given.get("code", new):
        messages.info(
            request, "As it is answered in another way, it counts as a new question, apart from the earlier."
        )
    return True


def _page(request, template, form, found, **more):
    shown = request.POST.get("seen", "") if form.errors else found.seen_as
    context = {
        "draft": found,
        "form": form,
        "seen": getattr(form, "seen_now", shown),
        "is_gone": getattr(form, "is_gone", False),
        "nav_current": NAV,
    }
    status = 422 if form.errors else 200
    return render(request, f"feedback/{template}", context | more, status=status)
