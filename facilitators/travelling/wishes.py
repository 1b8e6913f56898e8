"""What facilitators ask of a session before they come to it: how far, online only, how much notice. The
coordinator, who may have spoken to them, may ask all the same."""

from facilitators.travelling.towns import miles_between, town_in
from stepforward.ui.wording import civil_date


def miles_to(facilitator, session):
    """Whole miles from their base to where the session is held; None where it has no place, or we do not know
    where one of the two is."""
    if session.venue is None or not facilitator.base:
        return None
    return miles_between(facilitator.base, town_in(session.venue.address))


def against_their_wishes(facilitator, session, now, miles):
    """Which wish of theirs the session goes against, as a sentence, or "". A distance that nobody knows goes
    against none."""
    if session.venue_id and facilitator.online_only:
        return "Facilitates online only"
    if miles is not None and facilitator.miles_at_most is not None and miles > facilitator.miles_at_most:
        return f"{miles} miles from {facilitator.base}: they travel {facilitator.miles_at_most} at most"
    if (civil_date(session.starts_at) - civil_date(now)).days < facilitator.notice_days:
        days = "a day’s" if facilitator.notice_days == 1 else f"{facilitator.notice_days} days’"
        return f"Asked for {days} notice"
    return ""
