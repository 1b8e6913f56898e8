"""Pages for what went wrong. 400 and 500 touch neither the database nor the request's host."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

SECRETS = ("csrf", "password", "token", "code")


@login_not_required
def bad_request(request, exception=None):
    return HttpResponse(render_to_string("400.html"), status=400)


@login_not_required
@requires_csrf_token
def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


@login_not_required
@requires_csrf_token
def not_found(request, exception=None):
    return render(request, "404.html", status=404)


@login_not_required
def server_error(request):
    return HttpResponse(render_to_string("500.html"), status=500)


@login_not_required
def csrf_failure(request, reason=""):
    """A form that was open too long. What was typed is shown again, to copy; nothing of it is kept."""
    return render(request, "403_csrf.html", {"typed": typed(request)}, status=403)


def typed(request):
    """[(name, text), …] of what the person wrote, without passwords, codes and tokens."""
    try:
        posted = request.POST.items()
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return []
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), text)
        for name, text in posted
        if text.strip() and not any(secret in name.lower() for secret in SECRETS)
    ]
