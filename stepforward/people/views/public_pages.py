"""Pages for everybody, in the footer of every page: what this is, and what it does with what one tells it."""

from email.utils import parseaddr

from django.apps import apps
from django.conf import settings
from django.shortcuts import render

from stepforward.people.access import public
from stepforward.people.privacy import Kind, declared

SAID_OTHERWISE = {"sessions.Session": "signing in", "audit.AuditEvent": "who did what"}


def contact():
    """The address that answers: the one our emails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@public
def about(request):
    return render(request, "people/about.html")


@public
def become_a_facilitator(request):
    return render(request, "people/become_a_facilitator.html", {"contact": contact()})


@public
def accessibility(request):
    return render(request, "people/accessibility.html", {"contact": contact()})


@public
def privacy(request):
    return render(request, "people/privacy.html", {"contact": contact(), "held": what_we_hold()})


@public
def cookies(request):
    names = {
        "session": settings.SESSION_COOKIE_NAME,
        "csrf": settings.CSRF_COOKIE_NAME,
        "days": settings.SESSION_COOKIE_AGE // 86_400,
    }
    return render(request, "people/cookies.html", {"contact": contact(), **names})


def what_we_hold():
    """[(what, [(details, special, keep, erase), …]), …] of every model that holds something on people, as the
    floors declare it, so that the notice cannot say less than the system keeps."""
    found = []
    for name, fields in declared.items():
        model, rows = apps.get_model(name), {}
        for field, held in fields.items():
            if held.kind is not Kind.NEITHER:
                said = str(model._meta.get_field(field).verbose_name)
                rows.setdefault((held.kind is Kind.SPECIAL, held.keep, held.erase), []).append(said)
        if rows:
            found.append((str(model._meta.verbose_name_plural), [(said, *key) for key, said in rows.items()]))
    return sorted(found)
