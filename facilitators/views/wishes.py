"""What a facilitator asks of us: how often, how far, how soon; and the links in emails that they withdraw."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from facilitators.saying import linking, wishing
from facilitators.saying.forms import Wishes
from facilitators.travelling.towns import names
from facilitators.views.door import by_link, signed_in


def page(request, door):
    form = Wishes(request.POST or None, instance=door.facilitator)
    if request.method == "POST" and form.is_valid():
        wishing.wish(facilitator=door.facilitator, by=door.by, **form.cleaned_data)
        messages.success(request, "Saved. Thank you.")
        return redirect(door.availability)
    context = {"door": door, "form": form, "towns": names()}
    return render(request, "facilitators/wishes.html", context, status=422 if form.errors else 200)


wishes_page = signed_in(page)
wishes_by_link = by_link(page)


@require_POST
def withdraw(request, door):
    linking.withdraw(facilitator=door.facilitator, by=door.by, now=timezone.now())
    messages.success(request, "The links in our emails to you do not open this page any more.")
    return redirect("facilitators:availability")


withdraw_links = signed_in(withdraw)
