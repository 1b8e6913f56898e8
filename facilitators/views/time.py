"""How long a part took, noted by who staffs sessions. Who did it notes it where they look back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from facilitators import timekeeping
from facilitators.forms import Time
from facilitators.models import Assignment
from stepforward.people.access import fetch, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused


@requires(Permission.STAFF_SESSIONS, or_part_of=True)
def time_spent(request, pk):
    staffs = request.user.may(Permission.STAFF_SESSIONS)
    rows = Assignment.objects.accepted().with_session().select_related("facilitator__user", "time_spent")
    found = fetch(rows, rows if staffs else rows.of(request.user), user=request.user, pk=pk)
    if not staffs:
        return redirect("facilitators:reflection", pk=pk)
    form = Time(request.POST or None, initial=timekeeping.usual(found))
    if request.method == "POST" and form.is_valid():
        try:
            timekeeping.note(assignment=found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.why)
        else:
            messages.success(request, "Thank you. The time is noted.")
            return redirect("courses:session_costs", pk=found.session_id)
    context = {"assignment": found, "session": found.session, "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "facilitators/time_spent.html", context, status=status)
