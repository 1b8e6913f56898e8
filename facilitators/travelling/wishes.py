"""What facilitators ask of a session before they come to it: how far, online only, how much notice. The
coordinator, who may have spoken to them, may ask all the same."""

from dataclasses import dataclass

from facilitators.travelling.towns import miles_between, town_in
from stepforward.ui.wording import civil_date


def miles_to(facilitator, session):
    """Whole miles from their base to where the session is held; None where it has no place, or we do not know
    where one of the two is."""
    if session.venue is None or not facilitator.base:
        return None
    return miles_between(facilitator.base, town_in(session.venue.address))


def against_their_wishes(facilitator, session, now, miles):
    """The wishes of theirs that the session goes against, each as a sentence. A distance that nobody knows
    goes against none."""
    if session.venue_id and facilitator.online_only:
        yield "Facilitates online only"
    if miles is not None and facilitator.miles_at_most is not None and miles > facilitator.miles_at_most:
        yield f"{miles} miles from {facilitator.base}: they travel {facilitator.miles_at_most} at most"
    if (civil_date(session.starts_at) - civil_date(now)).days < facilitator.notice_days:
        days = "a day’s" if facilitator.notice_days == 1 else f"{facilitator.notice_days} days’"
        yield f"Asked for {days} notice"


@dataclass(frozen=True)
class WishesInWords:
    often: str
    more: str


def say_wishes(facilitator):
    """At most 2 sessions a month; and up to 40 miles from Salford, with 14 days’ notice."""
    sessions = facilitator.sessions_a_month
    often = (
        f"At most {sessions} session{'' if sessions == 1 else 's'} a month"
        if sessions
        else "No sessions at present"
    )
    base, miles, days = facilitator.base, facilitator.miles_at_most, facilitator.notice_days
    if facilitator.online_only:
        where = "online only"
    elif miles is None:
        where = f"however far from {base}" if base else "however far"
    else:
        where = f"up to {miles} mile{'' if miles == 1 else 's'} from {base}"
    notice = f", with {'a day’s' if days == 1 else f'{days} days’'} notice" if days else ", at any notice"
    return WishesInWords(often, f"and {where}{notice}")
