"""What sessions cost: one session's, all of them, and what is owed to facilitators."""

from decimal import Decimal

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import comparing, costs
from courses.forms.costs import AnyCost, CostFilter, OwnCost, as_it_stands
from courses.models import Cost, Session
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.money import in_pounds, say_pounds
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

NAV = "courses:manage_sessions"
COLUMNS = ["Date", "Course", "Place", "For", "What", "Pounds", "Paid by", "Who", "Paid back on"]
COLUMNS += ["Funded", "Funded by"]
OWED = Q(paid_by=Cost.PaidBy.FACILITATOR, paid_back_on=None)


@requires(Permission.SEE_COSTS, or_part_of=True)
def session_costs(request, pk):
    """What one session cost. Who keeps the costs adds any; its team what they paid themselves."""
    rows, user = Session.objects.with_facts(), request.user
    session = fetch(rows, rows.held_by(user, Permission.SEE_COSTS), user=user, pk=pk)
    keeps = user.may(Permission.KEEP_COSTS)
    form = (AnyCost if keeps else OwnCost)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        own = {} if keeps else {"paid_by": Cost.PaidBy.FACILITATOR, "payer": user}
        added = costs.add(session=session, by=user, now=timezone.now(), **form.said, **own)
        messages.success(request, f"{added} is added.")
        return redirect("courses:session_costs", pk=pk)
    found = list(session.costs.select_related("payer"))
    spent, people = sum(one.pence for one in found), comparing.attended(session)
    kept = Session.objects.held_by(user, Permission.KEEP_REGISTERS)
    session.delivers = user.may(Permission.KEEP_REGISTERS) or kept.filter(pk=pk).exists()
    context = {
        "session": session,
        "costs": found,
        "keeps": keeps,
        "in_words": comparing.in_words(spent, people),
        "owed": sum(one.pence for one in found if one.is_owed),
        "comparisons": comparing.compare(session, spent=spent, people=people) if keeps else [],
        "form": form,
        "nav_current": NAV if keeps else None,
    }
    return render(request, "courses/session_costs.html", context, status=422 if form.errors else 200)


@requires(Permission.KEEP_COSTS)
def cost_list(request):
    form = CostFilter(request.GET)
    found = form.narrow(Cost.objects.visible_to(request.user))
    if (kind := export_asked(request)) and form.is_valid():
        rows = found.with_session().order_by("session__starts_at", "pk")
        return export(kind, "costs", COLUMNS, map(_row, rows.iterator(500)))
    sums = found.aggregate(all=Sum("pence"), owed=Sum("pence", filter=OWED), debts=Count("pk", filter=OWED))
    by_kind = found.order_by().values("kind").annotate(pence=Sum("pence")).order_by("-pence")
    context = {
        "form": form,
        "page": paged(request, found.with_session().order_by("-session__starts_at", "pk")),
        "sums": sums,
        "by_kind": [(Cost.Kind(one["kind"]).label, one["pence"]) for one in by_kind],
        "nav_current": NAV,
        "only_owed": form.is_valid() and form.cleaned_data["paid_by"] == "owed",
    }
    return render(request, "courses/costs.html", context, status=200 if form.is_valid() else 422)


def _row(cost):
    return [
        civil_date(cost.session.starts_at),
        cost.session.course.name,
        cost.session.place,
        cost.get_kind_display(),
        cost.words,
        Decimal(in_pounds(cost.pence)),
        cost.get_paid_by_display(),
        cost.payer and cost.payer.name,
        cost.paid_back_on,
        cost.get_funded_display(),
        cost.funded_by,
    ]


@requires(Permission.KEEP_COSTS, or_part_of=True)
def cost(request, pk):
    """Put one cost right: any for who keeps them, what one paid for oneself."""
    found, keeps = _cost(request, pk), request.user.may(Permission.KEEP_COSTS)
    kind, stands = (AnyCost, as_it_stands(found)) if keeps else (OwnCost, as_it_stands(found))
    form = kind(initial=stands)
    if request.method == "POST":
        form = kind(request.POST)
        if form.is_valid() and _done(request, costs.change, found, **form.said):
            messages.success(request, "Changed.")
            return redirect("courses:session_costs", pk=found.session_id)
    context = {"cost": found, "session": found.session, "form": form, "keeps": keeps}
    context["nav_current"] = NAV if keeps else None
    return render(request, "courses/cost.html", context, status=422 if form.errors else 200)


@requires(Permission.KEEP_COSTS, or_part_of=True)
@require_POST
def remove_cost(request, pk):
    found = _cost(request, pk)
    if _done(request, costs.remove, found):
        messages.success(request, f"{found} is removed.")
    return redirect("courses:session_costs", pk=found.session_id)


@requires(Permission.KEEP_COSTS)
@require_POST
def pay_back(request, pk):
    found = get_object_or_404(Cost.objects.select_related("payer"), pk=pk)
    if _done(request, costs.pay_back, found, now=timezone.now()):
        to = f" to {found.payer.name}" if found.payer else ""
        messages.success(request, f"Noted: {say_pounds(found.pence)} was paid back{to}.")
    if request.POST.get("from") == "list":
        return redirect("courses:costs")
    return redirect("courses:session_costs", pk=found.session_id)


def _cost(request, pk):
    rows = Cost.objects.with_session()
    return fetch(rows, rows.visible_to(request.user), user=request.user, pk=pk)


def _done(request, verb, found, **said):
    try:
        verb(cost=found, by=request.user, **said)
    except Refused as refused:
        messages.error(request, refused.why)
        return False
    return True
