"""What a coordinator may word of this floor's emails, and with which placeholders."""

from courses.models import Session
from feedback.models import Round
from stepforward.outbox.kinds import Placeholder, declare
from stepforward.ui.wording import say_day


def newest_round():
    """The words of the newest round. The person is made up: who is asked is nobody's business here."""
    newest = Round.objects.filter(session__state=Session.State.DELIVERED).select_related("session__course")
    asked_in = newest.order_by("-opens_on").first()
    return asked_in and {
        "name": "Priya Nair",
        "session": asked_in.session,
        "closes_on": asked_in.closes_on,
    }


declare(
    "feedback/asked",
    "We ask what they made of the session",
    to="Whoever attended",
    placeholders={
        "course": Placeholder(
            "The course’s name", "Active Bystander course", lambda words: words["session"].course.name
        ),
        "day": Placeholder(
            "The session’s day, without the year",
            "Tuesday 6 January",
            lambda words: say_day(words["session"].starts_at, year=False),
        ),
        "closes_on": Placeholder(
            "Until when they can answer",
            "Tuesday 27 January",
            lambda words: say_day(words["closes_on"], year=False),
        ),
        "feedback_link": Placeholder("The private page on which they answer", "[private link]", private=True),
    },
    newest=newest_round,
)
