"""What was said about the demo's waiting requests: notes among colleagues, and messages with the askers."""

from datetime import timedelta

from courses import conversing, requests

DAY = timedelta(days=1)
NOTE = (
    "Rang Monday: the audit day is fixed, and the seminar room holds 30. They would rather have a small room."
)
OURS = (
    "Thank you for asking. Would your audit day itself suit you, from 1:30pm? Then I look for facilitators."
)
THEIRS = "Yes, from 1:30pm suits everybody. Could a facilitator who knows theatres come?"


def tell_stories(waiting, *, by, now):
    """`waiting` are the requests as they were asked, the oldest first; `by` works on the second."""
    first, second = waiting[:2]
    requests.note(request=second, text=NOTE, by=by, now=now - 2 * DAY)
    conversing.reply(request=second, to=[second], text=OURS, seen=0, by=by, now=now - 2 * DAY)
    conversing.write(request=second, text=THEIRS, now=now - 1 * DAY)
    conversing.write(
        request=first, text="Is there any news? Our nurses ask me every week.", now=now - DAY / 2
    )
