"""The coordinator's private calendar: its page, and the feed that calendar programs fetch."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST

from facilitators import programme_calendar
from stepforward.people import links
from stepforward.people.access import public, requires
from stepforward.people.models import User
from stepforward.people.roles import Permission

NAV = "courses:manage_sessions"


@public
def feed(request, token):
    """Whoever holds the address reads it, while it is not withdrawn and whose it is still plans sessions."""
    now = timezone.now()
    try:
        user = User.objects.filter(pk=links.follow(programme_calendar.FEED, token, now=now)).first()
    except links.LinkUnusable:
        raise Http404 from None
    if user is None or not user.may(Permission.PLAN_SESSIONS):
        raise Http404
    facts = programme_calendar.facts_of(programme_calendar.sessions(now))
    etag = programme_calendar.etag_of(facts)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        text = programme_calendar.text(facts)
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


@requires(Permission.PLAN_SESSIONS)
def page(request):
    return render(request, "facilitators/programme_calendar.html", {"nav_current": NAV})


@requires(Permission.PLAN_SESSIONS)
@require_POST
def renew(request):
    """A new address, shown this once; the old one stops."""
    address = programme_calendar.renew(user=request.user, now=timezone.now())
    context = {"address": address, "nav_current": NAV}
    response = render(request, "facilitators/programme_calendar.html", context)
    response["Cache-Control"] = "no-store"
    return response


@requires(Permission.PLAN_SESSIONS)
@require_POST
def withdraw(request):
    programme_calendar.withdraw(user=request.user, now=timezone.now())
    messages.success(request, "Your calendar link is withdrawn. Nobody can read it any more.")
    return redirect("facilitators:programme_calendar_page")
