"""Noting what stood before a facilitator's last change to when they are free."""

from facilitators.models import LastChange


def note(facilitator, said, *, usual=None):
    """Remember what stood before: `said` {(day, part): level or None} and the rows of the usual weeks, None
    where those did not change. The caller holds the facilitator."""
    LastChange.objects.update_or_create(
        facilitator=facilitator,
        defaults={
            "said": [[f"{day}", part, level] for (day, part), level in said.items()],
            "usual": usual and [[*row[:3], *(date and f"{date}" for date in row[3:])] for row in usual],
        },
    )
