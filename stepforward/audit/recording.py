from stepforward.audit.models import AuditEvent


def record(verb, about, *, by=None, **details):
    """Note that `by` (a User, or None for the system or somebody without an account) did `verb` to the row
    `about`. The verb says what was done to what, in words that people read: "part offered". `details` is
    small and plain: states, dates, counts; no names, emails, tokens or answers."""
    return AuditEvent.objects.create(
        verb=verb, about=about._meta.label, about_id=str(about.pk), by=by, details=details
    )
