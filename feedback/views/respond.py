"""The public pages: no account, no cookie, no session, nothing logged but the route.

The token in the path is the right to answer, so there is no CSRF cookie to set either; browsers that say
where a form came from are still believed when they say that it came from elsewhere.
"""

from functools import wraps

from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from feedback import answering
from feedback.forms import Answers
from feedback.models import Wave
from feedback.refusals import AlreadyAnswered, Closed, SentFromElsewhere, Unknown
from stepforward.people.access import public
from stepforward.refusals import Refused

STATUS = {SentFromElsewhere: 403, Unknown: 404, AlreadyAnswered: 409, Closed: 410}
HEADINGS = {
    Wave.BEFORE: "Before your session",
    Wave.AFTER: "How was your session?",
    Wave.THREE_MONTHS: "Three months on: what has changed?",
}
HOW_LONG = {
    Wave.BEFORE: "About a minute.",
    Wave.AFTER: "A minute or two.",
    Wave.THREE_MONTHS: "About a minute.",
}
SENT_FROM_HERE = {"same-origin", "none"}


def leaving_no_trace(view):
    """The page is kept by no cache, found by no search engine, and its address given to nobody."""

    @wraps(view)
    def quiet(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return quiet


@public
@csrf_exempt
@leaving_no_trace
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def respond(request, token):
    try:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "none") not in SENT_FROM_HERE:
            raise SentFromElsewhere
        invitation = answering.invitation_of(token, now=now())
        questions = invitation.round.questionnaire.questions
        form = Answers(request.POST if request.method == "POST" else None, questions=questions)
        if form.is_valid():
            answering.submit(
                invitation=invitation,
                answers=form.answers,
                comments=form.comments,
                staff_group=form.cleaned_data["group"],
            )
            return redirect("feedback:thank_you")
    except Refused as refused:
        status = STATUS[type(refused)]
        return _page(request, "refused.html", status=status, why=refused.why, thanked=status == 409)
    status = 422 if form.is_bound else 200
    wave = invitation.round.wave
    words = {"heading": HEADINGS[wave], "how_long": HOW_LONG[wave]}
    return _page(request, "respond.html", status=status, form=form, round=invitation.round, **words)


@public
@leaving_no_trace
@require_http_methods(["GET", "HEAD"])
def thank_you(request):
    return _page(request, "thank_you.html")


def _page(request, template, *, status=200, **context):
    # Messages and the signed-in person would open the session, and so the cookie.
    quiet = {"messages": (), "user": None, "perms": None}
    return render(request, f"feedback/{template}", quiet | context, status=status)
