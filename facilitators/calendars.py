"""iCalendar: invitations for those who accepted a part, and a facilitator's private feed. All times are
UTC."""

from datetime import timedelta
from hashlib import sha256

from courses.calendars import addressed, entry_of, text_of

HOURLY = timedelta(hours=1)


def invitation(assignment, method):
    """The text of a REQUEST or CANCEL for one person's part; the session's sequence says which is newer."""
    user = assignment.facilitator.user
    return addressed(_entry(assignment), method, email=user.email, name=user.name)


def feed(assignments):
    """A calendar of these parts, for a program that fetches it again and again."""
    return text_of(
        map(_entry, assignments), x_wr_calname="Step Forward", x_published_ttl="PT1H", refresh_interval=HOURLY
    )


def fingerprint(text):
    """A hash of a calendar that stays the same while nothing in it changes; when it was written does not
    count."""
    lines = (line for line in text.splitlines() if not line.startswith("DTSTAMP"))
    return sha256("\n".join(lines).encode()).hexdigest()[:32]


def _entry(assignment):
    part = assignment.get_part_display().lower()
    return entry_of(
        assignment.session,
        whose=f"facilitator-{assignment.facilitator_id}",
        summary=f"{assignment.session.course} ({part})",
    )
