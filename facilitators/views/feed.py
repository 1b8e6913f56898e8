"""A facilitator's private calendar feed: whoever holds its address reads it, until it is withdrawn."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST

from facilitators import calendars, commitments, feeds
from facilitators.models import Facilitator
from facilitators.views.oneself import oneself
from stepforward.people import links
from stepforward.people.access import public, requires
from stepforward.people.roles import Permission

BACK = timedelta(days=90)


@public
def calendar(request, token):
    now = timezone.now()
    try:
        pk = links.follow(feeds.FEED, token, now=now)
    except links.LinkUnusable:
        raise Http404 from None
    facilitator = get_object_or_404(Facilitator.objects.active(), pk=pk)
    text = calendars.feed(commitments.coming(facilitator, now - BACK))
    headers = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
    etag = quote_etag(calendars.fingerprint(text))
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


@requires(Permission.SAY_AVAILABILITY)
@require_POST
def renew_feed(request):
    """A new address, shown this once; the old one stops."""
    address = feeds.renew(facilitator=oneself(request), by=request.user, now=timezone.now())
    response = render(request, "facilitators/feed.html", {"address": address})
    response["Cache-Control"] = "no-store"
    return response


@requires(Permission.SAY_AVAILABILITY)
@require_POST
def withdraw_feed(request):
    feeds.withdraw(facilitator=oneself(request), by=request.user, now=timezone.now())
    messages.success(request, "Your calendar link is withdrawn. Nobody can read it any more.")
    return redirect("facilitators:offers")
