"""Linking sessions to a request, and unlinking them."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import linking
from courses.forms.linking import LinkFilter, OneSession
from courses.views.request_page import fetch_request
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.paging import paged


@requires(Permission.ANSWER_REQUESTS)
def link_session(request, pk):
    asked = fetch_request(request, pk)
    if request.method == "POST":
        return _link(request, asked)
    form = LinkFilter(request.GET)
    found = linking.sensible_for(asked).with_facts().with_places()
    context = {"asked": asked, "form": form, "page": paged(request, _searched(found, form))}
    return render(request, "courses/link_session.html", context, status=200 if form.is_valid() else 422)


def _searched(found, form):
    if not form.is_valid():
        return found.none()
    q = form.cleaned_data["q"].strip()
    if not q:
        return found
    return found.filter(
        Q(course__name__icontains=q)
        | Q(venue__name__icontains=q)
        | Q(venue__address__icontains=q)
        | Q(team_name__icontains=q)
        | Q(organisation__name__icontains=q)
        | Q(organisation__short_name__icontains=q)
    )


def _link(request, asked):
    form = OneSession(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose one of the sessions.")
        return redirect("courses:link_session", pk=asked.pk)
    try:
        session = linking.link(request=asked, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        messages.error(request, refused.why)
        return redirect("courses:link_session", pk=asked.pk)
    messages.success(request, f"Linked. {_where_it_stands(asked, session)}")
    return redirect("courses:request_detail", pk=asked.pk)


def _where_it_stands(asked, session):
    if session.state == session.State.PLANNED:
        return "It is still being worked on until the session opens."
    told = f", and {asked.contact_name} is told" if session.starts_at > timezone.now() else ""
    return f"The request is scheduled{told}."


@requires(Permission.ANSWER_REQUESTS)
@require_POST
def unlink_session(request, pk):
    asked, form = fetch_request(request, pk), OneSession(request.POST)
    if not form.is_valid():
        messages.error(request, "This session is not linked to this request any more.")
        return redirect("courses:request_detail", pk=pk)
    try:
        told = linking.unlink(request=asked, by=request.user, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        asked.refresh_from_db(fields=["state"])
        stands = "The request waits again." if asked.is_waiting else "Nothing else changes for the request."
        write = f" {asked.contact_name} had an email about it, so please write to them." if told else ""
        messages.success(request, f"Unlinked. {stands}{write}")
    return redirect("courses:request_detail", pk=pk)
