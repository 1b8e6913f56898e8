"""The coordinator's requests, oldest first; taking one on, declining it, handing it over."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import requests
from courses.forms.asking import Decline
from courses.forms.conversing import HandOver
from courses.forms.filters import WAITING, RequestFilter
from courses.models import TrainingRequest
from courses.standing import request_tag
from courses.views.request_page import fetch_request
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

COLUMNS = [
    "Organisation",
    "Team",
    "Setting",
    "People",
    "Earliest",
    "Latest",
    "State",
    "Asked on",
    "Days",
    "Owner",
]


@requires(Permission.ANSWER_REQUESTS)
def request_list(request):
    now = timezone.now()
    form = RequestFilter(request.GET if "state" in request.GET else {"state": WAITING, **request.GET.dict()})
    found = _found(request.user, form)
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "requests", COLUMNS, (_row(one, now) for one in found.iterator(500)))
    page = paged(request, found)
    for one in page:
        one.tag, one.colour = request_tag(one, now)
    context = {"form": form, "page": page}
    return render(request, "courses/requests.html", context, status=200 if form.is_valid() else 422)


def _found(user, form):
    found = TrainingRequest.objects.visible_to(user).select_related("organisation", "owner")
    if not form.is_valid():
        return found.none()
    state, q = form.cleaned_data["state"], form.cleaned_data["q"].strip()
    if state == WAITING:
        found = found.waiting()
    elif state:
        found = found.filter(state=state)
    if q:
        found = found.filter(
            Q(team__icontains=q)
            | Q(organisation__name__icontains=q)
            | Q(organisation__short_name__icontains=q)
            | Q(other_organisation__icontains=q)
            | Q(contact_name__icontains=q)
        )
    return found


def _row(one, now):
    return [
        one.organisation_name,
        one.team,
        one.get_setting_display(),
        one.people,
        one.earliest,
        one.latest,
        one.get_state_display(),
        civil_date(one.asked_at),
        one.days_waiting(now),
        one.owner and one.owner.name,
    ]


@requires(Permission.ANSWER_REQUESTS)
@require_POST
def take(request, pk):
    try:
        requests.take(request=fetch_request(request, pk), by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, "This request is yours now.")
    return redirect("courses:request_detail", pk=pk)


@requires(Permission.ANSWER_REQUESTS)
def decline(request, pk):
    asked, form = fetch_request(request, pk), Decline()
    if request.method == "POST":
        form = Decline(request.POST)
        if form.is_valid():
            try:
                requests.decline(request=asked, by=request.user, now=timezone.now(), **form.cleaned_data)
            except Refused as refused:
                form.add_error(refused.field, refused.why)
            else:
                messages.success(request, f"Declined. {asked.contact_name} has been told why.")
                return redirect("courses:request_detail", pk=pk)
    context = {"asked": asked, "form": form}
    return render(request, "courses/decline_request.html", context, status=422 if form.is_bound else 200)


@requires(Permission.ANSWER_REQUESTS)
def hand_over(request, pk):
    asked = fetch_request(request, pk)
    form = HandOver(request.POST if request.method == "POST" else None, owner=asked.owner)
    if request.method == "POST" and form.is_valid():
        try:
            requests.hand_over(request=asked, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, f"{form.cleaned_data['to'].name} works on it from now on.")
            return redirect("courses:request_detail", pk=pk)
    context = {"asked": asked, "form": form}
    return render(request, "courses/hand_over_request.html", context, status=422 if form.is_bound else 200)
