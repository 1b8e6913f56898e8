"""How far facilitators have come: everybody's, one's own, and those one signs for."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from facilitators.growing import observing, reach, signing, talks, telling
from facilitators.growing.forms import Accredit, GrowthFilter, Renew, SignOff
from facilitators.growing.progress import way_of, ways
from facilitators.models import Accreditation, Facilitator
from facilitators.views.oneself import oneself
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

NAV = "facilitators:roster"
COLUMNS = (
    "Name",
    "Organisation",
    "Course",
    "Stage",
    "Since",
    "Trained on",
    "Next stage",
    "Still missing",
    "Last delivered",
    "In practice until",
    "Out of practice since",
)


@requires(Permission.SEE_GROWTH)
def growth(request):
    now = timezone.now()
    form = GrowthFilter(request.GET or None)
    found = reach.found(civil_date(now), **(form.cleaned_data if form.is_valid() else {}))
    if (kind := export_asked(request)) and not form.errors:
        return export(kind, "stages", COLUMNS, map(_cells, found))
    context = {
        "form": form,
        "page": paged(request, found),
        "sees_cascade": request.user.may(Permission.SEE_CASCADE),
        "nav_current": NAV,
    }
    return render(request, "facilitators/growth.html", context, status=422 if form.errors else 200)


def _cells(way):
    held, user = way.held, way.held.facilitator.user
    return (
        user.name,
        held.facilitator.organisation and held.facilitator.organisation.name,
        held.course.name,
        held.get_stage_display(),
        held.since,
        held.source and civil_date(held.source.starts_at),
        way.stage and way.stage.label,
        way.said_missing,
        way.delivered_on,
        way.current_until,
        held.lapsed_on,
    )


@requires(Permission.SEE_GROWTH, or_part_of=True)
def growth_of(request, pk):
    person = _person(request, pk)
    context = {
        "person": person,
        "is_oneself": person.user_id == request.user.pk,
        "stories": telling.stories(person, request.user),
        "may_accredit": signing.may_except(request.user) and person.user_id != request.user.pk,
        "sees_roster": request.user.may(Permission.SEE_ROSTER),
        "nav_current": NAV,
    }
    return render(request, "facilitators/growth_of.html", context)


@requires(Permission.SAY_AVAILABILITY)
def growing(request):
    """One's own, and what one can do for others."""
    person, now = oneself(request), timezone.now()
    found = ways(reach.beside(person))
    led = reach.led_among(found)
    context = {
        "person": person,
        "is_oneself": True,
        "stories": telling.stories(person, request.user, found=found, led=led),
        "to_sign": reach.to_sign(found, person, led),
        "to_observe": observing.to_observe(request.user, now)[:12],
        "supports": talks.of(person, civil_date(now)),
    }
    return render(request, "facilitators/growing.html", context)


@requires(Permission.SEE_GROWTH, or_part_of=True)
def sign(request, pk, accreditation_pk):
    """Their next stage, or that they are back in practice: what is missing, and the signature."""
    person = _person(request, pk)
    held = get_object_or_404(
        Accreditation.objects.select_related("facilitator__user", "course"),
        pk=accreditation_pk,
        facilitator=person,
    )
    way = way_of(held)
    may = signing.may_sign(request.user, held, signing.led_by(request.user))
    excepting = bool(way.missing) and signing.may_except(request.user)
    data = request.POST if request.method == "POST" else None
    if held.lapsed_on:
        form, verb = Renew(data), signing.renew
    else:
        form = SignOff(data, initial={"stage": way.stage}, with_exception=excepting)
        verb = signing.sign
    if request.method == "POST" and form.is_valid():
        try:
            held = verb(accreditation=held, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.why)
        else:
            messages.success(
                request, f"Signed. {person} is {held.get_stage_display().lower()}, and was told."
            )
            return redirect("facilitators:growth_of", pk=pk)
    context = {
        "person": person,
        "held": held,
        "way": way,
        "may": may,
        "can": may and (bool(held.lapsed_on) or (way.stage and (way.ready or excepting))),
        "form": form,
        "nav_current": NAV,
    }
    return render(request, "facilitators/sign_stage.html", context, status=422 if form.is_bound else 200)


@requires(Permission.SIGN_STAGES)
def accredit(request, pk):
    person = get_object_or_404(Facilitator.objects.select_related("user", "organisation"), pk=pk)
    form = Accredit(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            signing.accredit(facilitator=person, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, f"Signed. {person} was told.")
            return redirect("facilitators:growth_of", pk=pk)
    context = {"person": person, "form": form, "nav_current": NAV}
    return render(request, "facilitators/accredit.html", context, status=422 if form.is_bound else 200)


def _person(request, pk):
    everybody = Facilitator.objects.select_related("user", "organisation")
    return fetch(everybody, everybody.growth_visible_to(request.user), user=request.user, pk=pk)
