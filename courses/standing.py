"""Where things stand, in words and colours: requests, sessions. Reading only."""

from courses.models import Booking, CaseReport, Session, TrainingRequest
from stepforward.ui.wording import say_clock, say_day, say_days

OLD, GETTING_OLD = 7, 3  # days that a request waits
REQUEST_COLOURS = {
    TrainingRequest.State.SCHEDULED: "green",
    TrainingRequest.State.DECLINED: "grey",
    TrainingRequest.State.WITHDRAWN: "white",
    TrainingRequest.State.MERGED: "grey",
}

BOOKING_ENDS = {Booking.State.PASSED_ON: "passed on", Booking.State.MERGED: "merged"}


def request_tag(request, now):
    """(text, colour): the days that a request waits, with a word where it is overdue; or how it was
    answered."""
    if not request.is_waiting:
        return request.get_state_display().lower(), REQUEST_COLOURS[request.state]
    days = request.days_waiting(now)
    if days > OLD:
        return f"{say_days(days)}, overdue", "red"
    return say_days(days), "yellow" if days > GETTING_OLD else "grey"


def session_tag(session, now):
    """(text, colour) of a session; one from `with_places` is said to be full when it is."""
    if session.state == Session.State.CALLED_OFF:
        return "called off", "grey"
    if session.state == Session.State.DELIVERED:
        return "delivered", "white"
    if session.starts_at <= now:
        return (
            ("register open", "yellow") if session.state == Session.State.OPEN else ("never opened", "grey")
        )
    if not session.has_place:
        return "no place", "red"
    if session.state == Session.State.PLANNED:
        return "planned", "yellow"
    return ("full", "blue") if getattr(session, "left", 1) < 1 else ("open", "green")


def booking_tag(booking, now):
    """(text, colour) of a booking with its session: whether they came, else how it stands."""
    if booking.attendance:
        return (
            ("attended", "green") if booking.attendance == Booking.Attendance.ATTENDED else ("absent", "grey")
        )
    if booking.state in {Booking.State.WAITING, Booking.State.OFFERED}:
        return booking.state, "yellow"
    if booking.state != Booking.State.BOOKED:
        return BOOKING_ENDS.get(booking.state, booking.get_state_display().lower()), "grey"
    return ("booked", "blue") if booking.session.starts_at > now else ("not marked", "white")


def case_tag(case):
    """(text, colour) of a case with its versions; one in use may have a newer text that waits."""
    if case.state == CaseReport.State.RETIRED:
        return "retired", "grey"
    if case.state == CaseReport.State.DRAFT:
        return "draft", "yellow"
    return ("in use", "green") if case.cleared.version_id == case.newest_id else ("newer text waits", "blue")


def steps_of(request, sessions):
    """The way of a request as (title, more, done) steps; `sessions` are those planned for it, the called off
    left out."""
    state, ended = request.state, request.state in {"declined", "withdrawn"}
    steps = [("We received your request", say_day(request.asked_at), True)]
    if ended:
        title = "We could not offer a course" if state == "declined" else "You withdrew it"
        return [*steps, (title, say_day(request.answered_at), True)]
    owner = f"{request.owner.name} works on it." if request.owner else "A coordinator will take it on."
    steps.append(("It is being worked on", owner, state != TrainingRequest.State.NEW))
    dates = [f"{say_day(one.starts_at)}, {say_clock(one.starts_at)}" for one in sessions]
    planned = "; ".join(dates) or "We look for a date and for facilitators."
    steps.append(("A session is planned", planned, bool(dates)))
    opened = state == TrainingRequest.State.SCHEDULED
    steps.append(("Booking is open", "" if opened else "We email you the page to book on.", opened))
    return steps
