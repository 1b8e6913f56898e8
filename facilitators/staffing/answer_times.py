"""Until when an offer waits for its answer."""

from datetime import time, timedelta

from stepforward.ui.wording import civil_date, in_london, moment_of

TO_ANSWER = timedelta(hours=72)
DAY_BEGINS, DAY_ENDS = time(9), time(21)


def answer_due(session, now):
    """72 hours from `now`, and where that is between 9pm and 9am in London, at 9 in the morning after it; but
    never later than half-way to the session, so that as much time is left to ask somebody else."""
    return min(_by_day(now + TO_ANSWER), now + (session.starts_at - now) / 2)


def _by_day(moment):
    clock = in_london(moment).time()
    if DAY_BEGINS <= clock < DAY_ENDS:
        return moment
    return moment_of(civil_date(moment) + timedelta(days=clock >= DAY_ENDS), DAY_BEGINS)
