"""The coordinator's choice of what the website quotes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from feedback import quoting, reviewing
from feedback.models import Comment
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

READ = Permission.READ_SESSION_FEEDBACK


@requires(READ)
def quoted(request):
    found = quoting.quoted()
    if kind := export_asked(request):
        return export(kind, "quotes", ("Quote",), ([one.text] for one in found.iterator(chunk_size=500)))
    return render(request, "feedback/quoted.html", {"page": paged(request, found)})


@require_POST
@requires(READ)
def quote(request, pk):
    comment = _comment(pk)
    try:
        reviewing.quote(comment=comment, by=request.user)
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, "The website quotes it now, without a name, a date or a place.")
    return redirect("feedback:session_report", comment.round.session_id)


@require_POST
@requires(READ)
def stop_quoting(request, pk):
    reviewing.stop_quoting(comment=_comment(pk), by=request.user)
    messages.success(request, "The website does not quote it any more.")
    return redirect("feedback:quoted")


def _comment(pk):
    return get_object_or_404(Comment.objects.select_related("round"), pk=pk, round__isnull=False)
