"""Giving somebody an account as a facilitator."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from facilitators.growing import joining
from facilitators.growing.forms import Invite
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused

NAV = "facilitators:roster"


@requires(Permission.INVITE_FACILITATORS)
def invite(request):
    form = Invite(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = joining.invite(by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, f"{invited} has an email that says how to sign in.")
            return redirect("facilitators:facilitator", pk=invited.pk)
    context = {"form": form, "nav_current": NAV}
    status = 422 if form.is_bound else 200
    return render(request, "facilitators/invite.html", context, status=status)
