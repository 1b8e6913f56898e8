"""The emails of a poll: the question, and one reminder, each with a private page to answer on."""

from datetime import timedelta

from facilitators.models import Asked
from stepforward.outbox.posting import post
from stepforward.people import links
from stepforward.ui.wording import moment_of, say_date, say_day_short, say_list

POLL = "facilitators.poll"
A_DAY = timedelta(days=1)
AFTERWARDS = timedelta(days=30)  # how long the link still opens a page that says that it is over


def poll_asked(asked, parts):
    _post("poll_asked", asked, parts)


def poll_nudge(asked, parts):
    _post("poll_nudge", asked, parts)


def words_of(asked, parts):
    """What the emails say, as `post` takes it."""
    days = sorted({day for day, _ in parts})
    return {
        "title": asked.poll.title,
        "days": say_list(say_day_short(day) for day in days),
        "closes": say_date(asked.poll.closes_on, year=False),
        "message": asked.poll.message,
    }


def newest_words():
    asked = Asked.objects.select_related("poll", "facilitator__user").order_by("-pk").first()
    if asked is None:
        return None
    parts = list(asked.poll.parts.values_list("day", "part"))
    return {"name": asked.facilitator.user.name, **words_of(asked, parts)}


def _post(kind, asked, parts):
    user, until = asked.facilitator.user, moment_of(asked.poll.closes_on + A_DAY)
    token = links.issue(POLL, asked, expires_at=until + AFTERWARDS)
    post(
        kind=f"facilitators/{kind}",
        about=asked,
        to=user.email,
        name=user.name,
        context=words_of(asked, parts),
        links={"poll_link": links.absolute("facilitators:answer_poll", token)},
        holds_until=until,
    )
