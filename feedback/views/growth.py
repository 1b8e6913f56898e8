"""What people said of the sessions that somebody delivered: to themselves, and to the coordinator."""

from django.shortcuts import get_object_or_404, render

from facilitators.models import Facilitator
from facilitators.views.oneself import oneself
from feedback import pooled
from feedback.reporting import rows_of
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked

HEADER = ("Question", "When", "Answer", "People")


@requires(Permission.SAY_AVAILABILITY)
def my_feedback(request):
    return _page(request, oneself(request), is_oneself=True)


@requires(Permission.READ_SESSION_FEEDBACK)
def feedback_of(request, pk):
    person = get_object_or_404(Facilitator.objects.select_related("user"), pk=pk)
    return _page(request, person, is_oneself=False)


def _page(request, person, *, is_oneself):
    said = pooled.of_facilitator(person)
    if kind := export_asked(request):
        return export(kind, "feedback", HEADER, rows_of(said.items))
    context = {"person": person, "said": said, "is_oneself": is_oneself}
    return render(request, "feedback/pooled.html", context)
