"""What a coordinator may word of the emails to two facilitators of whom one supports the other."""

from facilitators.growing.email_kinds import FACILITATORS, link
from facilitators.growing.talks import supervisions
from facilitators.models import Support
from stepforward.outbox.kinds import Placeholder, declare
from stepforward.ui.wording import say_day, today

THE_TWO = {"other": Placeholder("The other of the two", "Amira Haddad")} | link(
    "growing_link", "The page with who supports them, and whom they support"
)


def _words(support):
    return support and {
        "name": support.facilitator.user.name,
        "support": support,
        "other": support.by.user.name,
        "gives": False,
        "growing_link": "https://stepforward.example/growing/",
    }


def _newest(**which):
    return lambda: _words(Support.objects.with_people().filter(**which).order_by("-pk").first())


def _newest_supervision():
    support = supervisions(today()).with_people().order_by("-pk").first()
    return support and _words(support) | {"due_on": support.due_on}


def _say_what(words):
    support, other = words["support"], words["other"]
    since = say_day(support.starts_on)
    if not support.is_supervision:
        return f"{other} and you are each other’s buddy from {since}."
    if not words["gives"]:
        return f"{other} is your supervisor from {since}."
    return f"You are the supervisor of {other} from {since}."


def _say_how_often(words):
    weeks = words["support"].every_weeks
    if weeks is None:
        return "Talk whenever it helps."
    return f"Please talk every {'week' if weeks == 1 else f'{weeks} weeks'}."


def _say_ended(words):
    support, other = words["support"], words["other"]
    if not support.is_supervision:
        return f"{other} and you are not buddies any more."
    if not words["gives"]:
        return f"{other} is not your supervisor any more."
    return f"You are not the supervisor of {other} any more."


declare(
    "facilitators/support_begun",
    "Somebody supports them, or they support somebody",
    to=FACILITATORS,
    placeholders=THE_TWO
    | {
        "what": Placeholder(
            "A sentence on who supports whom, and from when",
            "Amira Haddad is your supervisor from Tuesday 6 January 2026.",
            _say_what,
        ),
        "how_often": Placeholder(
            "A sentence on how often they talk", "Please talk every 6 weeks.", _say_how_often
        ),
    },
    newest=_newest(),
)
declare(
    "facilitators/support_ended",
    "Somebody does not support them any more, or they do not support somebody any more",
    to=FACILITATORS,
    placeholders=THE_TWO
    | {
        "what": Placeholder(
            "A sentence on what has ended", "Amira Haddad is not your supervisor any more.", _say_ended
        )
    },
    newest=_newest(ends_on__isnull=False),
)
declare(
    "facilitators/supervision_due",
    "Their next talk with whom they supervise is due",
    to=FACILITATORS,
    placeholders=THE_TWO
    | {
        "due_on": Placeholder(
            "The day on which it is due", "Tuesday 6 January 2026", lambda words: say_day(words["due_on"])
        )
    },
    newest=_newest_supervision,
)
