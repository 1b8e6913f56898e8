from django.db import transaction

from courses import emails
from courses.reminders import DAY, WEEK, due


def remind(*, now):
    """Post every reminder that is due; returns how many."""
    posted = 0
    for kind in (DAY, WEEK):
        for booking in due(kind, now):
            with transaction.atomic():
                emails.reminder(booking, kind=kind)
            posted += 1
    return posted
