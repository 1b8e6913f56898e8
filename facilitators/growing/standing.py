"""How long somebody who would like to facilitate has waited, as a tag. Reading only."""

from facilitators.growing.interests import WAITS_TOO_LONG
from facilitators.models import Interest
from stepforward.ui.wording import civil_date, say_days

COLOURS = {Interest.Stage.BOOKED: "blue", Interest.Stage.TRAINED: "green"}


def tag_of(one, now):
    """(words, colour) of one with its standing: the days since it moved where the next step is ours, red from
    when they are too many."""
    if one.standing not in WAITS_TOO_LONG:
        return Interest.Stage(one.standing).label.lower(), COLOURS.get(one.standing, "grey")
    days = (civil_date(now) - civil_date(one.moved_at)).days
    return say_days(days), "red" if waits_too_long(one, now) else "grey"


def waits_too_long(one, now):
    return now - one.moved_at > WAITS_TOO_LONG[one.stage]
