from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses.models import Session
from feedback import door, reporting, reviewing
from feedback.models import Comment, Wave
from stepforward.people import access
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked

HEADER = ("Asked", "Question", "When", "Answer", "People")
READ = Permission.READ_SESSION_FEEDBACK


@requires(READ, or_part_of=True)
def session_report(request, pk):
    sessions = Session.objects.select_related("course", "organisation", "venue")
    session = access.fetch(sessions, sessions.held_by(request.user, READ), user=request.user, pk=pk)
    reviews = request.user.may(READ)
    reports = reporting.session_reports(session, with_unread_comments=reviews)
    if kind := export_asked(request):
        rows = reporting.rows_for_a_file(reports)
        return export(kind, f"feedback-{session.starts_at:%Y-%m-%d}", HEADER, rows)
    context = {
        "session": session,
        "report": reports[Wave.AFTER],
        "others": [(wave, reports[wave]) for wave in (Wave.BEFORE, Wave.THREE_MONTHS) if reports[wave].round],
        "reviews": reviews,
        "writes_questions": request.user.may(Permission.WRITE_QUESTIONNAIRES),
        "shows_code": door.shown_today(timezone.now()).filter(pk=pk).exists(),
    }
    return render(request, "feedback/session_report.html", context)


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
