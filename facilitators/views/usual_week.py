"""A facilitator's usual week: said once, and in every week from then on."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from facilitators import availability
from facilitators.saying import usual_week
from facilitators.saying.forms import UsualWeek
from facilitators.views.door import by_link, signed_in
from facilitators.views.tiles import usual_days
from stepforward.ui.wording import civil_date


def page(request, door):
    now = timezone.now()
    today = civil_date(now)
    form = UsualWeek(request.POST or None, today=today, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        kept = usual_week.keep(
            facilitator=door.facilitator,
            parts=form.said,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            by=door.by,
            now=now,
        )
        messages.success(request, "Saved. It counts in every week." if kept else "Nothing has changed.")
        return redirect(door.availability)
    weeks = usual_week.weeks_of(door.facilitator, today)
    parts = weeks[0].parts if weeks else availability.usual(door.facilitator, today)
    context = {
        "door": door,
        "form": form,
        "days": usual_days(parts, form.data),
        "weeks": weeks,
        "guessed": bool(parts) and not weeks,
    }
    return render(request, "facilitators/usual_week.html", context, status=422 if form.errors else 200)


usual_week_page = signed_in(page)
usual_week_by_link = by_link(page)
