"""Sessions by invitation: the page that their private links open, and where those links come from."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import inviting
from courses.emails import REQUEST
from courses.inviting import INVITED
from courses.models import Session, TrainingRequest
from courses.views.open_sessions import book_page
from courses.views.private import opened_by_link
from stepforward.people.access import public, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused

UNUSABLE = "courses/invitation_unusable.html"


def _invited():
    return Session.objects.with_facts().with_places()


@public
@opened_by_link(INVITED, _invited, otherwise=UNUSABLE)
def book(request, token, found):
    """One that is open to more people by now is booked where everybody books it."""
    if found.state != Session.State.OPEN:
        return render(request, "courses/invitation_waits.html", {"session": found})
    if found.visibility != Session.Visibility.INVITATION:
        return redirect("courses:book", pk=found.pk)
    return book_page(request, found, sent=redirect("courses:invited_sent", token=token), by_link=True)


@public
@opened_by_link(INVITED, _invited, otherwise=UNUSABLE)
def sent(request, token, found):
    """Says no more than that an email has gone: whoever typed the address may not be whose it is."""
    return render(request, "courses/link_sent.html", {"session": found, "by_link": True})


@requires(Permission.PLAN_SESSIONS)
@require_POST
def invite(request, pk):
    """A new link, shown this once; or, with `do=stop`, none any more."""
    session, now = get_object_or_404(Session.objects.with_facts(), pk=pk), timezone.now()
    if request.POST.get("do") == "stop":
        inviting.stop(session=session, by=request.user, now=now)
        messages.success(request, "The link is stopped. Nobody can book by it any more.")
        return redirect("courses:manage_session", pk=pk)
    try:
        address = inviting.renew(session=session, by=request.user, now=now)
    except Refused as refused:
        messages.error(request, refused.why)
        return redirect("courses:manage_session", pk=pk)
    return render(request, "courses/invitation.html", {"session": session, "address": address})


def _asked():
    return TrainingRequest.objects.select_related("merged_into")


@public
@require_POST
@opened_by_link(REQUEST, _asked)
def pass_on(request, token, found, *, pk):
    """One more link for the colleagues of whoever asked, shown this once."""
    asked = found.merged_into or found
    session = get_object_or_404(asked.sessions.filter(state=Session.State.OPEN).with_facts(), pk=pk)
    try:
        address = inviting.pass_on(session=session, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.why)
        return redirect("courses:request_status", token=token)
    return render(
        request, "courses/invitation.html", {"session": session, "address": address, "token": token}
    )
