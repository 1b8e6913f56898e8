"""How views ask who may: `@public`, `@requires(Permission.X)`, `@signed_in`, and `fetch` for one object.

A stranger is told that a page does not exist (404), a colleague that it is not theirs (403). Rights that come
from being part of something, such as a session's team, are granted by upper floors in their `grants.py`.
"""

from collections import defaultdict
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

_grants = defaultdict(list)


def public(view):
    """Anybody may open this page; where a token is in the path, whoever holds it."""
    view = login_not_required(view)
    view.access = "public"
    return view


def signed_in(view):
    """Anybody with an account may open this page; what it shows is their own."""
    view.access = "signed in"
    return view


def requires(permission, *, or_part_of=False):
    """Only people with `permission`. With `or_part_of`, everybody signed in reaches the view, which must
    `fetch` its object, because some hold the right for that object alone."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not or_part_of and not request.user.may(permission):
                refuse(request.user)
            return view(request, *args, **kwargs)

        guarded.access = permission
        guarded.or_part_of = or_part_of
        return guarded

    return decorate


def refuse(user):
    """Raise PermissionDenied for a colleague (anybody with a role), Http404 for a stranger."""
    if user.is_authenticated and user.roles:
        raise PermissionDenied
    raise Http404


def fetch(queryset, allowed, *, user, **lookup):
    """The row of `allowed` that fits `lookup`; refuses when it is only in `queryset`, 404 when in neither."""
    found = allowed.filter(**lookup).first()
    if found is not None:
        return found
    if queryset.filter(**lookup).exists():
        refuse(user)
    raise Http404


class KeepOutOfCaches:
    """Middleware: no browser and no proxy keeps what somebody signed in saw, because computers are shared."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # Asking who it is opens the session; pages that leave no trace have not, and stay so.
        if request.session.accessed and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def grant(model, permission, rows):
    """Register `rows(user) -> Q`: the rows of `model` ("app.Model") on which the user holds `permission`."""
    _grants[model, permission].append(rows)


def rows_granted(model, permission, user):
    """Q for the rows that `user` may reach by `permission`: all, some by grants, or none."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    if user.may(permission):
        return Q(pk__isnull=False)  # an empty Q would vanish beside another
    found = Q(pk__in=[])
    for rows in _grants[model, permission]:
        found |= rows(user)
    return found
