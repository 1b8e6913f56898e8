"""Asking for a course, and the private page on which whoever asked sees where the request stands."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import conversing, inviting, requests
from courses.emails import REQUEST, request_token
from courses.forms.asking import AskForCourse
from courses.forms.conversing import WriteToUs
from courses.models import TrainingRequest
from courses.standing import steps_of
from courses.views.private import opened_by_link
from stepforward.people.access import public
from stepforward.refusals import Refused


@public
def ask(request):
    form = AskForCourse(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = requests.ask(now=timezone.now(), **form.said)
        messages.success(request, "Thank you. We have your request, and have sent you an email.")
        return redirect("courses:request_status", token=request_token(asked))
    return render(request, "courses/ask.html", {"form": form}, status=422 if form.is_bound else 200)


def _asked():
    return TrainingRequest.objects.select_related(
        "organisation", "owner", "merged_into__organisation", "merged_into__owner"
    )


@public
@opened_by_link(REQUEST, _asked)
def status(request, token, asked):
    return _status(request, token, asked, WriteToUs())


@public
@opened_by_link(REQUEST, _asked)
@require_POST
def write(request, token, asked):
    form = WriteToUs(request.POST)
    if form.is_valid():
        try:
            conversing.write(request=asked, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, "Thank you. The coordinator reads your message and answers here.")
            return redirect("courses:request_status", token=token)
    return _status(request, token, asked, form)


def _status(request, token, asked, form):
    """Where it stands; of one that was merged, where the other stands. What was written stays its own."""
    stands = asked.merged_into or asked
    sessions = stands.sessions.with_facts().exclude(state="called_off").order_by("starts_at", "pk")
    context = {
        "asked": asked,
        "stands": stands,
        "token": token,
        "sessions": sessions,
        "links_stopped": inviting.with_links_stopped(sessions),
        "steps": steps_of(stands, sessions),
        "said": asked.messages.select_related("by"),
        "may_withdraw": asked.is_waiting and not asked.merged.exists(),
        "form": form,
    }
    return render(request, "courses/request_status.html", context, status=422 if form.is_bound else 200)


@public
@opened_by_link(REQUEST, _asked)
def withdraw(request, token, asked):
    if request.method == "POST":
        try:
            requests.withdraw(request=asked, now=timezone.now())
        except Refused as refused:
            messages.error(request, refused.why)
        else:
            messages.success(request, "Your request is withdrawn.")
        return redirect("courses:request_status", token=token)
    return render(request, "courses/withdraw_request.html", {"asked": asked, "token": token})
