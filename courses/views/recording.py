"""Recording a request for somebody who rang, wrote or came by: the public form, with how they asked."""

from django.contrib import messages
from django.shortcuts import redirect, render

from courses import requests
from courses.forms.recording import RecordRequest
from stepforward.people.access import requires
from stepforward.people.roles import Permission


@requires(Permission.ANSWER_REQUESTS)
def new_request(request):
    form = RecordRequest(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = requests.take_down(by=request.user, **form.said)
        told = f" {asked.contact_name} gets an email with their private page." if form.acknowledges else ""
        messages.success(request, f"The request is recorded.{told}")
        return redirect("courses:request_detail", pk=asked.pk)
    return render(request, "courses/new_request.html", {"form": form}, status=422 if form.is_bound else 200)
