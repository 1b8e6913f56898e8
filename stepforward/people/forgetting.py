"""What the ground forgets by itself: private links and sign-ins that open nothing any more."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from stepforward.people.models import PrivateLink

LINKS_EXPLAIN_THEMSELVES = timedelta(days=90)  # that they are too old, rather than unknown


def forget_what_expired(*, now):
    PrivateLink.objects.filter(expires_at__lte=now - LINKS_EXPLAIN_THEMSELVES).delete()
    Session.objects.filter(expire_date__lte=now).delete()
