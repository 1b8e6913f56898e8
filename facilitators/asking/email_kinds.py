"""What a coordinator may word of the emails that ask facilitators when they are free."""

from datetime import timedelta

from django.utils import timezone

from facilitators.asking.emails import newest_words
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

THE_POLL = {
    "title": Placeholder("What it is for", "Critical care, Bolton"),
    "days": Placeholder("The days that are asked about", "Tue 6 Jan, Wed 7 Jan and Tue 13 Jan"),
    "closes": Placeholder("The last day to answer", "2 January"),
    "message": Placeholder("A few words from whoever asks; may be empty", "An afternoon would be best."),
    "poll_link": Placeholder("The private page on which they answer", "[private link]", private=True),
}
for _name, _title in (
    ("poll_asked", "A poll: could they on these dates?"),
    ("poll_nudge", "A reminder of a poll"),
):
    declare(
        f"facilitators/{_name}",
        _title,
        to=FACILITATORS,
        placeholders=THE_POLL,
        newest=newest_words,
    )
