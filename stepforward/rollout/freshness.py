"""How long ago something was, as people say it."""

from datetime import timedelta

from stepforward.ui.wording import civil_date, say_day

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def say_ago(then, now):
    """just now, 4 minutes ago, 2 hours ago; from a day on, the day. Both aware."""
    passed = now - then
    if passed < MINUTE:
        return "just now"
    for unit, word, below in ((MINUTE, "minute", HOUR), (HOUR, "hour", DAY)):
        if passed < below:
            many = passed // unit
            return f"{many} {word}{'' if many == 1 else 's'} ago"
    return f"on {say_day(civil_date(then))}"
