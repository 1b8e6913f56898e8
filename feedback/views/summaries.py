"""The page on their sessions that a requester gets: prepared and sent by the coordinator, read by its
link."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses.emails import REQUEST
from courses.models import TrainingRequest
from courses.views.private import opened_by_link
from feedback import summarising
from feedback.summary_forms import FewWords
from stepforward.people.access import public, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused


@requires(Permission.READ_SESSION_FEEDBACK)
def prepare(request, pk):
    asked = get_object_or_404(TrainingRequest.objects.select_related("organisation"), pk=pk)
    form = FewWords(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            summarising.send(
                request=asked, note=form.cleaned_data["note"], by=request.user, now=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.why)
        else:
            messages.success(request, f"{asked.contact_name} gets the page by email.")
            return redirect("feedback:prepare_summary", pk)
    context = {
        "asked": asked,
        "found": summarising.look(asked),
        "form": form,
        "sent": asked.feedback_summaries.select_related("sent_by"),
    }
    status = 422 if form.errors else 200
    return render(request, "feedback/prepare_summary.html", context, status=status)


@public
@opened_by_link(REQUEST, TrainingRequest.objects.all)
def summary(request, token, found, *, pk):
    sent = get_object_or_404(found.feedback_summaries, pk=pk)
    context = {"asked": found, "summary": sent, "said": sent.said, "token": token}
    return render(request, "feedback/summary.html", context)
