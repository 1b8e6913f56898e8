"""Requests that look like one team's, side by side, and making one of two."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from courses import merging
from courses.forms.linking import Merge
from courses.repeats import who_may_be_the_same
from courses.standing import request_tag
from courses.views.request_page import fetch_request
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused


@requires(Permission.ANSWER_REQUESTS)
def repeats(request, pk):
    asked = fetch_request(request, pk)
    others = who_may_be_the_same(asked)
    other = _chosen(others, request.GET.get("with"))
    both = [asked, *([other] if other else [])]
    mergeable = len(both) == 2 and all(one.is_standing for one in both)
    form = Merge(request.POST if request.method == "POST" and mergeable else None, both=both)
    if form.is_bound and form.is_valid():
        into = next(one for one in both if one == form.cleaned_data["goes_on"])
        ends = next(one for one in both if one != into)
        try:
            merging.merge(request=ends, into=into, by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error(None, refused.why)
        else:
            messages.success(request, f"They are one request now. {ends.contact_name} has been told.")
            return redirect("courses:request_detail", pk=into.pk)
    now = timezone.now()
    for one in (*both, *others):
        one.tag, one.colour = request_tag(one, now)
    context = {
        "asked": asked,
        "other": other,
        "both": both,
        "others": [one for one in others if one != other],
        "mergeable": mergeable,
        "form": form,
    }
    return render(request, "courses/repeats.html", context, status=422 if form.is_bound else 200)


def _chosen(others, key):
    """The one of these keys, or the likest; a key that is none of theirs is the likest too."""
    return next((one for one in others if str(one.pk) == key), others[0] if others else None)
