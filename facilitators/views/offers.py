"""A facilitator's offers and sessions; one offer is answered in views/answering.py."""

from django.shortcuts import render
from django.utils import timezone

from facilitators import commitments
from facilitators.views.oneself import oneself
from facilitators.views.past import past_file
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export_asked
from stepforward.ui.paging import paged


@requires(Permission.SAY_AVAILABILITY)
def offers(request):
    now = timezone.now()
    facilitator = oneself(request)
    if kind := export_asked(request):
        return past_file(kind, facilitator, now)
    context = {
        "offers": commitments.offers_to(facilitator, now),
        "coming": commitments.coming(facilitator, now),
        "past": paged(request, commitments.past(facilitator, now)),
    }
    return render(request, "facilitators/offers.html", context)
