"""How many were there whose names were not taken."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from courses import headcounts, registers
from courses.forms.register import Heads
from courses.views.register import kept_by
from stepforward.people.access import refuse, requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.wording import say_people


@requires(Permission.KEEP_REGISTERS, or_part_of=True)
def headcount(request, pk):
    """The team counts while the register is open; a closed one is put right by the coordinator alone."""
    session = kept_by(request, pk)
    delivered = session.state == "delivered"
    if delivered and not request.user.may(Permission.PLAN_SESSIONS):
        refuse(request.user)
    stands = {f"group_{group}": n for group, n in session.headcounts.values_list("staff_group", "n")}
    form = Heads(request.POST or None, initial=stands)
    if request.method == "POST" and form.is_valid():
        try:
            counted = headcounts.count_heads(
                session=session, heads=form.said, by=request.user, now=timezone.now()
            )
        except Refused as refused:
            form.add_error(refused.field, refused.why)
        else:
            messages.success(request, f"Saved: {say_people(counted)} without a name on the register.")
            return redirect("courses:register", pk=pk)
    context = {
        "form": form,
        "session": session,
        "delivered": delivered,
        "named": session.bookings.attended().count(),
        "counted": registers.heads(session),
    }
    return render(request, "courses/headcount.html", context, status=422 if form.errors else 200)
