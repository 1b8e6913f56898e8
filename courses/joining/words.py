"""What people with a place are told of getting to a session and joining it, as placeholders of our emails."""

from courses.email_placeholders import session_in
from stepforward.outbox.kinds import Placeholder


def say_venue(words):
    session = session_in(words)
    return session.venue.in_full if session.venue else session.place


def say_link(words):
    return _labelled("Join online", session_in(words).online_link)


def say_travel(words):
    return _of_venue(words, "Getting there", "travel_notes")


def say_access(words):
    return _of_venue(words, "Getting in", "access_notes")


def say_map(words):
    return _of_venue(words, "On a map", "map_page")


def say_bring(words):
    return _labelled("What to bring", session_in(words).said_to_bring)


def say_instructions(words):
    return session_in(words).said_before


def _of_venue(words, label, field):
    venue = session_in(words).venue
    return _labelled(label, getattr(venue, field) if venue else "")


def _labelled(label, said):
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
BRING = {
    "what_to_bring": Placeholder(
        "“What to bring:” as it is said for the session or its course; empty where nothing is",
        "What to bring: your staff badge, and a pen.",
        say_bring,
    )
}
JOINING = (
    {
        "place": Placeholder(
            "Where it is, with the address; or Online", "Education Centre, Preston", say_venue
        ),
        "online_link": Placeholder(
            "“Join online:” with the link; empty where it is at a venue alone",
            "Join online: https://meet.example/stepforward",
            say_link,
        ),
        "instructions": Placeholder(
            "What was written for the session or its course",
            "Coffee is ready from 1pm. We talk about what happens at work, so it may be close to you.",
            say_instructions,
            needed=True,
        ),
    }
    | BRING
    | GETTING_THERE
)
