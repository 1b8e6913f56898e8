"""A facilitator's portfolio: their own, with what they choose of their reflections, and for who keeps the
roster, without."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from facilitators.cascade.branches import own_branches
from facilitators.growing import portfolio as portfolios
from facilitators.growing import portfolio_papers
from facilitators.growing.portfolio_forms import Copy, OwnCopy
from facilitators.models import Facilitator, Reflection
from facilitators.views.oneself import oneself
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged
from stepforward.ui.wording import civil_date

COLUMNS = ("Date", "Course", "Organisation", "Setting", "Part", "People reached", "Hours", "Hours were noted")


@requires(Permission.SAY_AVAILABILITY)
def portfolio(request):
    person, now = oneself(request), timezone.now()
    form = OwnCopy(request.GET, today=civil_date(now), written=portfolios.written_by(person))
    return _page(
        request,
        person,
        form,
        now,
        pdf=reverse("facilitators:portfolio_pdf"),
        is_oneself=True,
        nav_current="facilitators:growing",
    )


@requires(Permission.SAY_AVAILABILITY)
def portfolio_pdf(request):
    person, now = oneself(request), timezone.now()
    form = OwnCopy(request.GET, today=civil_date(now), written=portfolios.written_by(person))
    return _pdf(request, person, form, now, page=reverse("facilitators:portfolio"), for_oneself=True)


@requires(Permission.SEE_ROSTER, or_part_of=True)
def portfolio_of(request, pk):
    person, now = _person(request, pk), timezone.now()
    if person.user_id == request.user.pk:
        return redirect(_with_query(request, reverse("facilitators:portfolio")))
    reads = Reflection.objects.visible_to(request.user).filter(assignment__facilitator=person, shared=True)
    return _page(
        request,
        person,
        Copy(request.GET, today=civil_date(now)),
        now,
        pdf=reverse("facilitators:portfolio_of_pdf", args=[pk]),
        is_oneself=False,
        shares=reads.exists(),
        nav_current="facilitators:roster",
    )


@requires(Permission.SEE_ROSTER, or_part_of=True)
def portfolio_of_pdf(request, pk):
    person, now = _person(request, pk), timezone.now()
    if person.user_id == request.user.pk:
        return redirect(_with_query(request, reverse("facilitators:portfolio_pdf")))
    form = Copy(request.GET, today=civil_date(now))
    page = reverse("facilitators:portfolio_of", args=[pk])
    return _pdf(request, person, form, now, page=page, for_oneself=False)


def _page(request, person, form, now, *, is_oneself, **context):
    context |= {"person": person, "form": form, "is_oneself": is_oneself}
    if form.is_valid():
        read = portfolios.read(person, for_oneself=is_oneself, now=now, **form.said)
        if kind := export_asked(request):
            return export(kind, "portfolio", COLUMNS, map(_cells, read.did))
        context |= {"portfolio": read, "page": paged(request, read.did)}
        context["branches"] = _branches(person, read) if is_oneself else []
    return render(request, "facilitators/portfolio.html", context, status=200 if form.is_valid() else 422)


def _branches(person, read):
    """[(course, their branch of it), …], told to themselves."""
    courses = {held.pk: held.course for held, _ in read.courses}
    return [(courses[one.id], one) for one in own_branches(person)]


def _pdf(request, person, form, now, *, page, for_oneself):
    """A mistake in the address is told on the page."""
    if not form.is_valid():
        return redirect(_with_query(request, page))
    read = portfolios.read(person, for_oneself=for_oneself, now=now, **form.said)
    headers = {"Content-Disposition": content_disposition_header(True, portfolio_papers.file_name(read))}
    return HttpResponse(portfolio_papers.pdf(read, now=now), content_type="application/pdf", headers=headers)


def _cells(one):
    return (
        civil_date(one.session.starts_at),
        one.session.course.name,
        one.organisation,
        one.setting,
        one.assignment.get_part_display(),
        one.people,
        round(Decimal(one.minutes) / 60, 2),
        one.noted,
    )


def _person(request, pk):
    everybody = Facilitator.objects.select_related("user", "organisation")
    return fetch(everybody, everybody.visible_to(request.user), user=request.user, pk=pk)


def _with_query(request, path):
    return f"{path}?{request.GET.urlencode()}" if request.GET else path
