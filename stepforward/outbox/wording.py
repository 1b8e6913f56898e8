"""Emails in words, for the coordinator: their kind, what went wrong, what the calendar says."""

from icalendar import Calendar

from stepforward.outbox import kinds
from stepforward.ui.wording import say_when

MEANINGS = {  # SMTP reply codes, RFC 5321
    421: "The mail server is busy or closing.",
    450: "The mailbox is busy or blocked for now.",
    451: "The mail server asked us to try again later.",
    452: "The mail server has no room for now.",
    550: "There is no such mailbox, or it refuses our email.",
    551: "The person is not at this mail server.",
    552: "The mailbox is full.",
    553: "The address is not one that the mail server accepts.",
    554: "The mail server refused the email.",
    535: "The mail server does not accept our password.",
}
METHODS = {"REQUEST": "Invitation", "CANCEL": "Cancellation"}
COLOURS = {"queued": "yellow", "sending": "blue", "sent": "green", "failed": "red", "withdrawn": "grey"}


def kind_in_words(kind):
    """What it is for, as its floor says; else its name: Courses: booking confirmed."""
    if declared := kinds.find(kind):
        return declared.title
    floor, _, name = kind.replace("_", " ").partition("/")
    return f"{floor.capitalize()}: {name}" if name else floor.capitalize()


def error_in_words(email):
    """What went wrong at the last try, as a sentence; "" when nothing did."""
    if email.error_code is None:
        return email.error
    group = "asked us to try again later" if email.error_code < 500 else "refused the email for good"
    meaning = MEANINGS.get(email.error_code, f"The mail server {group}.")
    return f"{meaning} It said: {email.error_code} {email.error}".strip()


def tag_of(email):
    """(text, colour) of an email's state; one that was refused and will be tried again says so."""
    if email.state == email.State.QUEUED and email.attempts:
        return "trying again", "yellow"
    return email.get_state_display().lower(), COLOURS[email.state]


def tries(email):
    return (
        "Not tried yet"
        if not email.attempts
        else "Once"
        if email.attempts == 1
        else f"{email.attempts} times"
    )


def calendar_in_words(email):
    """The facts of the calendar entry that goes with it, or None: {"what", "title", "when", "where"}."""
    if not email.calendar:
        return None
    event = Calendar.from_ical(email.calendar).walk("VEVENT")[0]
    return {
        "what": METHODS.get(email.calendar_method, email.calendar_method.capitalize()),
        "title": str(event["SUMMARY"]),
        "when": say_when(event.start, event.end),
        "where": str(event.get("LOCATION", "")),
    }
