"""What stands in this floor's emails: placeholders, said from the words that `emails.py` posts with, and the
words for the newest real row."""

from courses.models import Booking, Certificate, RequestMessage, Session, TrainingRequest
from stepforward.outbox.kinds import Placeholder
from stepforward.ui.wording import say_clock, say_day, say_when


def session_in(words):
    return words["session"]


def say_before(words):
    n = words["before"]
    if not n:
        return "You are the first in line."
    return f"{n} {'person is' if n == 1 else 'people are'} before you."


def say_kept_until(words):
    until = words["booking"].hold_until
    return f"{say_day(until, year=False)}, {say_clock(until)}"


def say_what_they_keep(words):
    """What stays theirs as the session changes: their place, one that is offered, or their waiting."""
    if words["booked"]:
        return STILL_BOOKED
    if words["booking"].state == Booking.State.OFFERED:
        return f"A place is free for you: we keep it until {say_kept_until(words)}. Take it on your page."
    return STILL_WAITING


def say_what_they_have_again(words):
    return AGAIN_BOOKED if words["booked"] else say_what_they_keep(words)


CANCELLED = (
    "Your place is cancelled, and it leaves your calendar with this email. Thank you for telling us: "
    "somebody else can have it now."
)
LEFT_THE_LIST = "You are not on the waiting list any more. Thank you for telling us."
STILL_BOOKED = "You still have your place, and the entry in your calendar changes with this email."
STILL_WAITING = "You keep your place on the waiting list."
AGAIN_BOOKED = "You have your place again, and the entry comes back to your calendar with this email."
PASSED_ON = "Your place has gone to somebody else, and it leaves your calendar with this email."
LINE_PASSED_ON = "Your place on the waiting list has gone to somebody else."
STAYS = {
    Booking.State.BOOKED: "You have one place, and nothing else changes.",
    Booking.State.OFFERED: "A place is offered to you, which you can still take.",
    Booking.State.WAITING: "You keep the earlier of your two places on the waiting list.",
}
MOVED_HERE = {
    Booking.State.BOOKED: "You have a place, and its entry for your calendar comes with this email.",
    Booking.State.OFFERED: "A place is offered to you, which you can still take.",
    Booking.State.WAITING: "You keep your place on the waiting list.",
}
LEAVES_THIS_CALENDAR = "It leaves the calendar of this address with this email."
NEEDS_SEEN = "You told us what you need to take part. Those who run the session will see it."
LEAVES_CALENDAR = "It leaves your calendar with this email."


def course_and_time(of):
    """{course}, {day}, {start} and {when} of what `of(words)` gives: a session, or a certificate of one."""
    return {
        "course": Placeholder("The course’s name", "Active Bystander course", lambda words: of(words).course),
        "day": Placeholder(
            "The session’s day, without the year",
            "Tuesday 6 January",
            lambda words: say_day(of(words).starts_at, year=False),
        ),
        "start": Placeholder(
            "When it starts on that day", "1:30pm", lambda words: say_clock(of(words).starts_at)
        ),
        "when": Placeholder(
            "The session’s day and time in full",
            "Tuesday 6 January 2026, 1:30pm to 3:30pm",
            lambda words: say_when(of(words).starts_at, of(words).ends_at),
        ),
    }


THE_SESSION = course_and_time(session_in)
WHERE = {
    "place": Placeholder("Where it is, with the address or the link to join", "Education Centre, Preston")
}
ROUGHLY_WHERE = {
    "place": Placeholder(
        "Where it is, in a few words", "Education Centre, Preston", lambda words: session_in(words).place
    )
}
WHY = {
    "why": Placeholder(
        "The reason that was given",
        "The speaker is ill.",
        lambda words: session_in(words).called_off_because,
    )
}
BOOKING_LINK = {
    "booking_link": Placeholder("The private page of their booking", "[private link]", private=True)
}

THE_REQUEST = {
    "team": Placeholder("The team that asked", "Critical care", lambda words: words["request"].team),
    "organisation": Placeholder(
        "Their organisation", "Blackpool Teaching Hospitals", lambda words: words["request"].organisation_name
    ),
}
REQUEST_LINK = {
    "request_link": Placeholder("The private page of their request", "[private link]", private=True)
}
BOOK_PAGE = {
    "book_page": Placeholder(
        "The page on which colleagues book a place", "https://stepforward.example/sessions/7/", needed=True
    )
}

FIRST_CERTIFICATE = (
    "Thank you for coming. Here is your certificate of attendance, to read, print or keep as a PDF in your "
    "portfolio:"
)
ANOTHER_CERTIFICATE = (
    "We have put your certificate right. This one takes the place of the one before, which does not hold any "
    "more:"
)
THE_CERTIFICATE = course_and_time(lambda words: words["certificate"])
CERTIFICATE_LINK = {
    "certificate_link": Placeholder("The page of their certificate", "[private link]", private=True)
}


def newest_certificate(**which):
    """A function that gives the words of the newest certificate that is as `which` says."""

    def words():
        certificate = Certificate.objects.filter(**which).order_by("-pk").first()
        return certificate and {"name": certificate.name, "certificate": certificate, "again": False}

    return words


def newest_booking(**which):
    """A function that gives the words of the newest booking that is as `which` says."""

    def words():
        found = Booking.objects.filter(**which).select_related("session__course", "session__venue")
        booking = found.order_by("-pk").first()
        return booking and {
            "name": booking.name,
            "booking": booking,
            "session": booking.session,
            "place": booking.session.place_in_full,
            "before": 2,
            "was_booked": True,
            "booked": booking.state == Booking.State.BOOKED,
            "added_by": "",
            "state": booking.state,
        }

    return words


def newest_request(**which):
    def words():
        request = TrainingRequest.objects.filter(**which).select_related("organisation").last()
        return request and {"name": request.contact_name, "request": request}

    return words


def newest_reply():
    """The words of the newest answer that a coordinator wrote."""
    written = RequestMessage.objects.exclude(by=None).select_related("by", "request__organisation")
    message = written.order_by("-pk").first()
    return message and {
        "name": message.request.contact_name,
        "request": message.request,
        "message": message,
    }


def newest_requested_session(**which):
    def words():
        asked_for = Session.objects.filter(request__isnull=False, **which)
        found = asked_for.select_related("course", "venue", "request__organisation")
        session = found.order_by("-pk").first()
        return session and {
            "name": session.request.contact_name,
            "request": session.request,
            "session": session,
            "book_page": BOOK_PAGE["book_page"].example,
        }

    return words
