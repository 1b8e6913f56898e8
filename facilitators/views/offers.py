"""A facilitator's offers and sessions, signed in or from the page that an email's private link shows."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses.views.private import opened_by_link
from facilitators import commitments, staffing
from facilitators.emails import OFFER
from facilitators.forms import Decline
from facilitators.models import Assignment
from facilitators.staffing import WHY_NOT_OPEN
from facilitators.views.oneself import oneself
from facilitators.views.past import past_file
from stepforward.people.access import public, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export_asked
from stepforward.ui.paging import paged

State = Assignment.State
THANKS = {
    "accept": "You are in the team. We have sent you an entry for your calendar.",
    "decline": "Thank you for telling us. We will ask somebody else.",
    "give_back": "Thank you for telling us. You are out of the team, and we will ask somebody else.",
}
BY_LINK = ("accept", "decline")  # giving back what one accepted needs signing in


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
        "decline": Decline(auto_id=False),
    }
    return render(request, "facilitators/offers.html", context)


@requires(Permission.SAY_AVAILABILITY)
@require_POST
def answer(request, pk):
    assignment = get_object_or_404(Assignment.objects.of(request.user), pk=pk)
    do, form = request.POST.get("do"), Decline(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["reason"][0])
        return redirect("facilitators:offers")
    try:
        said = _answer(assignment, do, THANKS, by=request.user, reason=form.cleaned_data["reason"])
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, said)
    return redirect("facilitators:offers")


def _rows():
    return Assignment.objects.with_session().select_related("facilitator__user")


@public
@opened_by_link(OFFER, _rows, otherwise="facilitators/link_unusable.html")
def offer_link(request, token, assignment):
    """What the email's link shows. Only a POST from this page answers; a link that is used up says what
    became of it."""
    now = timezone.now()
    form, status, refusal = Decline(request.POST or None), 200, ""
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        reason = form.cleaned_data["reason"]
        try:
            said = _answer(assignment, request.POST.get("do"), BY_LINK, by=None, reason=reason)
        except Refused as refused:
            status, refusal = 409, refused.why
        else:
            messages.success(request, said)
            return redirect("facilitators:offer_link", token=token)
    open_now = staffing.can_be_answered(assignment, now)
    offered_late = assignment.state == State.OFFERED and not open_now
    context = {
        "assignment": assignment,
        "session": assignment.session,
        "open_now": open_now,
        "note": refusal or WHY_NOT_OPEN.get(State.LAPSED if offered_late else assignment.state),
        "accepted": assignment.state == State.ACCEPTED,
        "form": form,
    }
    return render(request, "facilitators/offer_link.html", context, status=status)


def _answer(assignment, do, verbs, *, by, reason):
    """Do what the button said, where it is one of `verbs`. Returns a sentence of thanks."""
    if do not in verbs:
        raise Refused("Choose one of the buttons on the page.")
    words = {} if do == "accept" else {"reason": reason}
    getattr(staffing, do)(assignment=assignment, by=by, now=timezone.now(), **words)
    return THANKS[do]
