"""iCalendar: invitations for those who accepted a part, and a facilitator's private feed. All times are
UTC."""

from courses.calendars import addressed, entry_of, text_of


def invitation(assignment, method):
    """The text of a REQUEST or CANCEL for one person's part; the session's sequence says which is newer."""
    user = assignment.facilitator.user
    return addressed(_entry(assignment), method, email=user.email, name=user.name)


def feed(assignments):
    """A calendar of these parts, for a program that fetches it again and again."""
    return text_of(map(_entry, assignments), x_wr_calname="Step Forward")


def _entry(assignment):
    part = assignment.get_part_display().lower()
    return entry_of(
        assignment.session,
        whose=f"facilitator-{assignment.facilitator_id}",
        summary=f"{assignment.session.course} ({part})",
    )
