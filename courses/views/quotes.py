"""What others ask for a course, to compare with."""

from decimal import Decimal

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import quotes
from courses.forms.costs import AddQuote
from courses.models import Course, Quote
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked
from stepforward.ui.money import in_pounds
from stepforward.ui.paging import paged

COLUMNS = ["Offered by", "The price is", "Pounds", "Offered on", "Valid until"]


@requires(Permission.KEEP_COSTS)
def course_quotes(request, pk):
    course = get_object_or_404(Course, pk=pk)
    form = AddQuote(request.POST or None)
    if request.method == "POST" and form.is_valid():
        quotes.add(course=course, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, "The quote is added. Each session's costs are compared with it.")
        return redirect("courses:quotes", pk=pk)
    found = course.quotes.select_related("added_by")
    if kind := export_asked(request):
        return export(kind, f"quotes-{course.code}", COLUMNS, map(_row, found.iterator(500)))
    context = {
        "course": course,
        "page": paged(request, found),
        "form": form,
        "nav_current": "courses:manage_sessions",
    }
    return render(request, "courses/quotes.html", context, status=422 if form.errors else 200)


@requires(Permission.KEEP_COSTS)
@require_POST
def remove_quote(request, pk, quote_pk):
    quotes.remove(quote=get_object_or_404(Quote, course=pk, pk=quote_pk), by=request.user)
    messages.success(request, "The quote is removed.")
    return redirect("courses:quotes", pk=pk)


def _row(quote):
    pounds = Decimal(in_pounds(quote.pence))
    return [quote.offered_by, quote.get_basis_display(), pounds, quote.offered_on, quote.valid_until]
