"""One offer, answered signed in or from the page that an email's private link shows."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from courses.views.private import opened_by_link
from facilitators import commitments, staffing
from facilitators.emails import OFFER
from facilitators.forms import Decline, GiveBack
from facilitators.models import Assignment
from facilitators.saying.forms import tile_name
from facilitators.staffing.asked import what_is_asked
from facilitators.staffing.other_times import other_parts
from stepforward.people.access import public, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.wording import civil_date, say_day_short

State = Assignment.State
CHOICES = (("", "–"), ("yes", "Yes"), ("if_needed", "If needed"))
FEW_DIGITS = 10
THANKS = {
    "accept": "Thank you. You are in the team.",
    "decline": "Thank you for telling us. We will ask somebody else.",
    "give_back": "Thank you for telling us. You are out of the team, and we will find somebody else.",
}


def _rows():
    return Assignment.objects.with_session().select_related("facilitator__user")


@requires(Permission.SAY_AVAILABILITY)
def answer(request, pk):
    assignment = get_object_or_404(_rows().of(request.user), pk=pk)
    return _answer_page(request, assignment, by=request.user)


@public
@opened_by_link(OFFER, _rows, otherwise="facilitators/link_unusable.html")
def offer_link(request, token, assignment):
    """What the email's link shows. Only a POST from this page answers; a link that is used up says what
    became of it."""
    return _answer_page(request, assignment, by=None)


def _answer_page(request, assignment, *, by):
    now = timezone.now()
    form, status, refusal = _form(assignment, now), 200, ""
    if request.method == "POST":
        do, form = request.POST.get("do"), _form(assignment, now, request.POST)
        if do not in THANKS:
            status, refusal = 409, "Choose one of the buttons on the page."
        elif do != "accept" and not form.is_valid():
            status = 422
        else:
            try:
                _do(do, assignment, form, request.POST.get("seen", ""), by=by, now=now)
            except Refused as refused:
                status, refusal = 409, refused.why
                assignment = _rows().get(pk=assignment.pk)
            else:
                messages.success(request, THANKS[do])
                return redirect(request.path)
    context = _context(assignment, form, refusal, now)
    return render(request, "facilitators/offer.html", context | {"errors": status == 422}, status=status)


def _form(assignment, now, data=None):
    kind = GiveBack if assignment.state == State.ACCEPTED else Decline
    return kind(data, parts=other_parts(assignment.session, civil_date(now)))


def _do(do, assignment, form, seen, *, by, now):
    said = {} if do == "accept" else {"reason": form.cleaned_data["reason"], "instead": form.instead}
    if do != "give_back":
        said["seen"] = int(seen) if seen.isdecimal() and len(seen) < FEW_DIGITS else None
    getattr(staffing, do)(assignment=assignment, by=by, now=now, **said)


def _context(assignment, form, refusal, now):
    open_now = staffing.can_be_answered(assignment, now)
    lapsed = assignment.state == State.OFFERED and not open_now
    to_come = assignment.session.starts_at > now
    asks = open_now or (assignment.state == State.ACCEPTED and to_come)
    return what_is_asked(assignment) | {
        "assignment": assignment,
        "open_now": open_now,
        "accepted": assignment.state == State.ACCEPTED,
        "to_come": to_come,
        "note": refusal or _note(State.LAPSED if lapsed else assignment.state),
        "could_instead": list(assignment.other_times.order_by("day", "pk")),
        "form": form,
        "weeks": _weeks(assignment, form) if asks else [],
        "choices": CHOICES,
    }


def _note(state):
    return "" if state in {State.OFFERED, State.ACCEPTED} else staffing.WHY_NOT_OPEN[state]


def _weeks(assignment, form):
    """Days in which they could instead, by week, as tiles; what is taken already is only shown."""
    taken = commitments.busy_parts(assignment.facilitator, form.parts)
    weeks = {}
    for day, part in form.parts:
        week = weeks.setdefault(day.isocalendar()[:2], {})
        week.setdefault(day, []).append(
            {
                "name": tile_name(day, part),
                "label": part.label,
                "value": form.data.get(tile_name(day, part), ""),
                "locked": taken.get((day, part), ""),
            }
        )
    return [
        {
            "first": min(week),
            "days": [{"day": day, "name": say_day_short(day), "tiles": tiles} for day, tiles in week.items()],
        }
        for week in weeks.values()
    ]
