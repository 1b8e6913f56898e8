"""How much each wish counts when teams are put in order, and what counted before."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from facilitators.models import Weights
from facilitators.suggesting.forms import Weigh
from facilitators.suggesting.weighing import weigh
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged


@requires(Permission.STAFF_SESSIONS)
def weights(request):
    stand = Weights.objects.as_they_stand()
    form = Weigh(request.POST or None, instance=Weights(**stand.points))
    if request.method == "POST" and form.is_valid():
        saved = weigh(by=request.user, now=timezone.now(), **form.cleaned_data)
        words = "The wishes count like this from now on." if saved else "Nothing is changed."
        messages.success(request, words)
        return redirect("facilitators:weights")
    found = Weights.objects.select_related("by")
    if kind := export_asked(request):
        columns = ["Since", "Saved by", *(label for label, _ in stand.said)]
        rows = ([one.since, one.by.name, *(points for _, points in one.said)] for one in found.iterator(500))
        return export(kind, "what counts in a team", columns, rows)
    page = paged(request, found)
    context = {"form": form, "page": page}
    return render(request, "facilitators/weights.html", context, status=422 if form.errors else 200)
