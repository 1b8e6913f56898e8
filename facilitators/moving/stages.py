"""What a roster says of how far somebody is, as a stage."""

import re

from facilitators.models import Accreditation
from stepforward.importing.wording import squeezed

Stage = Accreditation.Stage
LEADS = {"y", "yes", "true", "1", "lead", "leads", "can lead", "lead facilitator", "ok", "x"}
DOES_NOT = {"", "n", "no", "not yet", "false", "0", "nearly", "soon", "almost"}
SAID = {
    "trainer": Stage.TRAINER,
    "train the trainer": Stage.TRAINER,
    "co facilitator": Stage.CO_FACILITATOR,
    "cofacilitator": Stage.CO_FACILITATOR,
    "co lead": Stage.CO_FACILITATOR,
    "co": Stage.CO_FACILITATOR,
    "shadow": Stage.SHADOWING,
    "shadowing": Stage.SHADOWING,
    "trained": Stage.TRAINED,
}
MOST = 500  # more is a slip of the keyboard


def delivered(value):
    """How many sessions a cell says: 8, "8 (ish)", "about 3"; None where it says none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return int(value) if 0 <= value <= MOST else None
    number = re.search(r"\d+", str(value)[:40])
    return int(number[0]) if number and int(number[0]) <= MOST else None


def stage_of(leads, sessions):
    """The Stage that "can lead?" and a number of sessions (or None) mean together; None where the first says
    something that we do not know."""
    said = squeezed(leads)
    if said in LEADS:
        return Stage.LEAD
    if said in SAID:
        return SAID[said]
    if said in DOES_NOT:
        return Stage.CO_FACILITATOR if sessions else Stage.TRAINED
    return None
