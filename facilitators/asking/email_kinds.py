"""What a coordinator may word of the emails that ask facilitators when they are free."""

from datetime import timedelta

from django.utils import timezone

from facilitators.models import Facilitator
from facilitators.saying.expanding import WEEKS_SHOWN, monday_of
from stepforward.outbox.kinds import Placeholder, declare
from stepforward.ui.wording import civil_date, say_day

FACILITATORS = "Facilitators"


def _newest_silent():
    facilitator = Facilitator.objects.active().select_related("user").order_by("-asked_on", "-pk").first()
    today = civil_date(timezone.now())
    return facilitator and {
        "name": facilitator.user.name,
        "first": today,
        "last": monday_of(today) + timedelta(weeks=WEEKS_SHOWN, days=-1),
    }


declare(
    "facilitators/when_free",
    "We ask when they are free",
    to=FACILITATORS,
    placeholders={
        "first": Placeholder(
            "The first of the days we ask about",
            "Tuesday 6 January",
            lambda words: say_day(words["first"], year=False),
        ),
        "last": Placeholder(
            "The last of them", "Sunday 15 February", lambda words: say_day(words["last"], year=False)
        ),
        "availability_link": Placeholder(
            "The private page on which they say it, without signing in", "[private link]", private=True
        ),
    },
    newest=_newest_silent,
)
