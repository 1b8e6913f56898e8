"""What people with a place are told of getting to a session and into it, as placeholders of our emails."""

from courses.email_placeholders import session_in
from stepforward.outbox.kinds import Placeholder


def say_travel(words):
    return _of_venue(words, "Getting there", "travel_notes")


def say_access(words):
    return _of_venue(words, "Getting in", "access_notes")


def say_map(words):
    return _of_venue(words, "On a map", "map_page")


def _of_venue(words, label, field):
    venue = session_in(words).venue
    said = getattr(venue, field) if venue else ""
    return f"{label}: {said}" if said else ""


GETTING_THERE = {
    "travel": Placeholder(
        "“Getting there:” with the venue’s travel notes; empty where nothing is known",
        "Getting there: bus 192 from the station; car park B.",
        say_travel,
    ),
    "access_notes": Placeholder(
        "“Getting in:” with the venue’s access notes; empty where nothing is known",
        "Getting in: step-free from the main entrance; the lift is on the left.",
        say_access,
    ),
    "map_link": Placeholder(
        "“On a map:” with the link; empty where it is online alone",
        "On a map: https://www.openstreetmap.org/search?query=SK2%207JE",
        say_map,
    ),
}
