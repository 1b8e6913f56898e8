"""The coordinator's pipeline: who would like to facilitate, and what comes next for them."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from facilitators.growing import interests
from facilitators.growing.forms import InterestFilter, NotNow, OfferTraining, TalkedTo
from facilitators.growing.standing import tag_of
from facilitators.models import Interest
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

NAV = "facilitators:roster"
COLUMNS = (
    "Name",
    "Email",
    "Organisation",
    "Staff group",
    "Stage",
    "Since",
    "Said on",
    "Came by",
    "Why not now",
)
LABELS = dict(Interest.Stage.choices)


@requires(Permission.KEEP_INTEREST)
def pipeline(request):
    now = timezone.now()
    asked = request.GET if "stage" in request.GET else {"stage": "waiting", **request.GET.dict()}
    form = InterestFilter(asked)
    found = _found(form)
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "interest", COLUMNS, map(_cells, found.iterator(chunk_size=500)))
    page = paged(request, found)
    for one in page:
        one.said_stage, (one.tag, one.colour) = LABELS[one.standing], tag_of(one, now)
    context = {"form": form, "page": page, "nav_current": NAV}
    return render(request, "facilitators/pipeline.html", context, status=200 if form.is_valid() else 422)


def _found(form):
    found = Interest.objects.confirmed().select_related("organisation").order_by("moved_at", "pk")
    if not form.is_valid():
        return found.none().with_standing()
    stage, q = form.cleaned_data["stage"], form.cleaned_data["q"].strip()
    if stage == InterestFilter.WAITING:
        found = Interest.objects.waiting().select_related("organisation")
    else:
        found = found.with_standing()
        found = found.filter(standing=stage) if stage else found
    if q:
        found = found.filter(
            Q(name__icontains=q) | Q(organisation__name__icontains=q) | Q(other_organisation__icontains=q)
        )
    return found


def _cells(one):
    return (
        one.name,
        one.email,
        one.organisation_name,
        one.get_staff_group_display(),
        LABELS[one.standing],
        civil_date(one.moved_at),
        civil_date(one.said_at),
        one.get_came_by_display(),
        one.reason,
    )


@requires(Permission.KEEP_INTEREST)
def one_interest(request, pk):
    now = timezone.now()
    rows = Interest.objects.confirmed().with_standing()
    found = get_object_or_404(rows.select_related("organisation", "training__course", "moved_by"), pk=pk)
    do, data = request.POST.get("do"), request.POST if request.method == "POST" else None
    forms = {
        "talk": TalkedTo(data if do == "talk" else None, initial={"note": found.note}),
        "offer": OfferTraining(data if do == "offer" else None, now=now),
        "not_now": NotNow(data if do == "not_now" else None),
    }
    verbs = {
        "talk": (interests.talk, "Kept."),
        "offer": (interests.offer_place, f"{found.name} has an email with the place."),
        "not_now": (interests.not_now, "Put aside."),
    }
    form = forms.get(do)
    if do == "again" or (form is not None and form.is_valid()):
        verb, words = verbs.get(do, (interests.take_up_again, "Taken up again."))
        said = {"now": now} if form is None else form.cleaned_data | {"now": now}
        try:
            verb(interest=found, by=request.user, **said)
        except Refused as refused:
            if form is None:
                messages.error(request, refused.why)
                return redirect("facilitators:one_interest", pk=pk)
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, words)
            return redirect("facilitators:one_interest", pk=pk)
    found.said_stage, (found.tag, found.colour) = LABELS[found.standing], tag_of(found, now)
    context = {
        "interest": found,
        "forms": list(forms.values()),
        **{f"{name}_form": one for name, one in forms.items()},
        "is_open": found.standing in {"new", "talked", "offered"},
        "nav_current": NAV,
    }
    wrong = form is not None and form.errors
    return render(request, "facilitators/one_interest.html", context, status=422 if wrong else 200)
