"""Asking for a course, and the private page on which whoever asked sees where the request stands."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from courses import requests
from courses.emails import REQUEST, request_token
from courses.forms.asking import AskForCourse
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
    return TrainingRequest.objects.select_related("organisation", "owner")


@public
@opened_by_link(REQUEST, _asked)
def status(request, token, asked):
    sessions = asked.sessions.with_facts().exclude(state="called_off").order_by("starts_at", "pk")
    context = {"asked": asked, "token": token, "sessions": sessions, "steps": steps_of(asked, sessions)}
    return render(request, "courses/request_status.html", context)


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
