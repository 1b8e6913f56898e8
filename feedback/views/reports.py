from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from courses.models import Session
from feedback import reporting, reviewing
from feedback.models import Comment
from stepforward.people import access
from stepforward.people.access import requires
from stepforward.people.roles import Permission

READ = Permission.READ_SESSION_FEEDBACK


@requires(READ, or_part_of=True)
def session_report(request, pk):
    sessions = Session.objects.select_related("course", "organisation", "venue")
    session = access.fetch(sessions, sessions.held_by(request.user, READ), user=request.user, pk=pk)
    reviews = request.user.may(READ)
    report = reporting.session_report(session, with_unread_comments=reviews)
    return render(
        request, "feedback/session_report.html", {"session": session, "report": report, "reviews": reviews}
    )


@require_POST
@requires(READ)
def review_comment(request, pk):
    comment = get_object_or_404(Comment.objects.select_related("round"), pk=pk, round__isnull=False)
    state = request.POST.get("state")
    if state not in {Comment.State.SHOWN, Comment.State.WITHHELD}:
        raise Http404
    shown = state == Comment.State.SHOWN
    if shown:
        reviewing.publish(comment=comment, by=request.user)
    else:
        reviewing.hide(comment=comment, because=Comment.Reason.OTHER, by=request.user)
    messages.success(request, "The team can read it now." if shown else "The team cannot read it.")
    return redirect("feedback:session_report", comment.round.session_id)
