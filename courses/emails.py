"""Every email that this floor sends, to requesters and to participants."""

from datetime import timedelta

from courses import inviting
from courses.calendars import invitation
from courses.joining.due import KIND as JOINING
from courses.joining.due import version_of
from courses.models import Booking
from stepforward.outbox.intervening import withdraw_for
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.posting import key_of, post
from stepforward.people import links

REQUEST, BOOKING = "courses.request", "courses.booking"
CERTIFICATE = "courses/certificate"
REQUEST_LINK_LASTS = timedelta(days=365)
BOOKING_LINK_LASTS = timedelta(days=30)  # after the session


def request_token(request):
    return links.issue(REQUEST, request, expires_at=request.asked_at + REQUEST_LINK_LASTS)


def booking_token(booking):
    return links.issue(BOOKING, booking, expires_at=booking.session.ends_at + BOOKING_LINK_LASTS)


# --- To whoever asked for a course ---


def request_received(request):
    _to_requester("request_received", request, request)


def request_declined(request):
    _to_requester("request_declined", request, request)


def request_merged(request):
    """To the contact of the request that ended in another one, once."""
    _to_requester("request_merged", request, request, contacts=[request])


def request_reply(message):
    """A coordinator's answer, to the contact of the request whose conversation it stands in."""
    _to_requester("request_reply", message, message.request, contacts=[message.request], message=message)


def request_scheduled(session, *, version="1"):
    _to_requester_with_book_page("request_scheduled", session, version)


def request_session_changed(session):
    withdraw_for(about=session)
    _to_requester_with_book_page("request_session_changed", session, str(session.sequence))


def request_called_off(session):
    withdraw_for(about=session)
    _to_requester(
        "request_called_off", session, session.request, version=str(session.sequence), session=session
    )


def request_session_revived(session):
    withdraw_for(about=session)
    _to_requester_with_book_page("request_session_revived", session, str(session.sequence))


# --- To whoever has a place, or waits for one; what waits to be sent and no longer holds is taken back ---


def booking_confirmed(booking, *, added_by=""):
    """`added_by` names whoever put them down for it, where it was not they."""
    withdraw_for(about=booking, kinds=["courses/booking_waiting", "courses/place_offered"])
    version = f"s{booking.session.sequence}"
    _to_participant("booking_confirmed", booking, version=version, method="REQUEST", added_by=added_by)


def booking_waiting(booking):
    before = booking.session.bookings.waiting().filter(place_in_line__lt=booking.place_in_line).count()
    _to_participant("booking_waiting", booking, before=before)


def booking_again(booking, *, now):
    """Somebody typed an address that has a booking already: its link goes there once more, at most once an
    hour."""
    version = f"{now:%Y%m%d%H}"
    key = key_of(kind="courses/booking_again", about=booking, to=booking.email, version=version)
    if not OutgoingEmail.objects.filter(key=key).exists():
        _to_participant("booking_again", booking, version=version)


def booking_cancelled(booking, *, was_booked):
    """With `was_booked` it leaves their calendar: a booking ends once, so its sequence is one beyond the
    session's."""
    withdraw_for(about=booking)
    calendar = invitation(booking, "CANCEL", sequence=booking.session.sequence + 1) if was_booked else ""
    _to_participant("booking_cancelled", booking, calendar=calendar, was_booked=was_booked)


def booking_passed_on(booking, *, was_booked):
    """Somebody else comes instead of them; with `was_booked` it leaves their calendar."""
    withdraw_for(about=booking)
    calendar = invitation(booking, "CANCEL", sequence=booking.session.sequence + 1) if was_booked else ""
    _to_participant("booking_passed_on", booking, calendar=calendar, was_booked=was_booked)


def bookings_merged(booking, ended, *, with_entry):
    """They had two bookings of a session, and this one stays; `with_entry` because the calendar at this
    address has it not yet."""
    booked = booking.state == Booking.State.BOOKED
    _to_participant(
        "bookings_merged",
        booking,
        version=f"m{ended.pk}",
        method="REQUEST" if with_entry and booked else "",
        state=booking.state,
    )


def booking_moved_here(booking, *, version):
    """Everything about it comes to this address from now on, and the entry of the calendar, too."""
    booked = booking.state == Booking.State.BOOKED
    _to_participant(
        "booking_moved_here",
        booking,
        version=version,
        method="REQUEST" if booked else "",
        state=booking.state,
    )


def booking_moved_away(booking, *, version, was_booked):
    """To the address that it leaves, and whose calendar it leaves with `was_booked`. It carries no link, and
    does not say where to, because they may be two people after all."""
    calendar = invitation(booking, "CANCEL", sequence=booking.session.sequence + 1) if was_booked else ""
    post(
        kind="courses/booking_moved_away",
        about=booking,
        to=booking.email,
        name=booking.name,
        version=version,
        context={"booking": booking, "session": booking.session, "was_booked": was_booked},
        calendar=calendar,
        calendar_method="CANCEL" if calendar else "",
    )


def place_offered(booking):
    version = f"s{booking.session.sequence}"
    _to_participant("place_offered", booking, version=version, holds_until=booking.hold_until)


def offer_lapsed(booking):
    withdraw_for(about=booking)
    _to_participant("offer_lapsed", booking)


def session_changed(booking):
    """A new entry for the calendar of those who have a place; those who wait, or are offered one, are told
    without."""
    _to_participant_about_session("session_changed", booking, "REQUEST", until=booking.session.starts_at)


def session_called_off(booking):
    _to_participant_about_session("session_called_off", booking, "CANCEL")


def session_revived(booking):
    _to_participant_about_session("session_revived", booking, "REQUEST", until=booking.session.starts_at)


def _to_participant_about_session(wording, booking, method, until=None):
    """The one email that somebody gets of what happened to their session: whatever else waits to be sent
    spoke of the session as it was."""
    withdraw_for(about=booking)
    booked = booking.state == Booking.State.BOOKED
    _to_participant(
        wording,
        booking,
        version=str(booking.session.sequence),
        method=method if booked else "",
        holds_until=until,
        booked=booked,
    )


def reminder(booking, *, kind):
    """`kind` is one of courses.reminders; each once for a time and place of the session, and never after its
    start."""
    session = booking.session
    _to_participant(kind.wording, booking, version=f"s{session.sequence}", holds_until=session.starts_at)


def joining_instructions(booking):
    """This version of them, with an entry for the calendar that has them too. What waits of an earlier one is
    taken back."""
    withdraw_for(about=booking, kinds=[JOINING])
    session = booking.session
    _to_participant(
        "joining_instructions",
        booking,
        version=version_of(session),
        method="REQUEST",
        holds_until=session.starts_at,
    )


def certificate_issued(certificate):
    """Once for each certificate; says so when it takes another's place. Who left no address gets none."""
    booking = certificate.booking
    if not booking.email:
        return
    post(
        kind=CERTIFICATE,
        about=certificate,
        to=booking.email,
        name=certificate.name,
        context={
            "certificate": certificate,
            "again": booking.certificates.exclude(withdrawn_at=None).exists(),
        },
        links={"certificate_link": links.absolute("courses:certificate", certificate.code)},
    )


def certificate_withdrawn(certificate):
    if not certificate.booking.email:
        return
    post(
        kind="courses/certificate_withdrawn",
        about=certificate,
        to=certificate.booking.email,
        name=certificate.name,
        context={"certificate": certificate},
    )


def _to_requester_with_book_page(wording, session, version):
    """Says where colleagues book. By invitation that is a private link, which only they read; where the
    coordinator stopped it, whom to ask."""
    private, words = {}, {"session": session}
    if session.visibility != session.Visibility.INVITATION:
        words["book_page"] = links.absolute("courses:session", session.pk)
    elif inviting.is_stopped(session):
        words["book_page"] = inviting.ASK_US
    else:
        private["book_page"] = inviting.new_address(session)
    _to_requester(wording, session, session.request, version=version, private=private, **words)


def _to_requester(wording, about, request, *, version="1", contacts=None, private=None, **words):
    """To everybody who asked for it, each with the link to their own page: the contact of `request` and of
    those merged into it, unless `contacts` says which of these requests. `private` are further links."""
    for asked in [request, *request.merged.all()] if contacts is None else contacts:
        post(
            kind=f"courses/{wording}",
            about=about,
            to=asked.contact_email,
            name=asked.contact_name,
            version=version,
            context={"request": request, **words},
            links={"request_link": links.absolute("courses:request_status", request_token(asked))}
            | (private or {}),
        )


def _to_participant(wording, booking, *, version="1", method="", calendar="", holds_until=None, **words):
    if not booking.email:
        return
    session = booking.session
    if method:
        calendar = invitation(booking, method)
    page = links.absolute("courses:booking", booking_token(booking))
    post(
        kind=f"courses/{wording}",
        about=booking,
        to=booking.email,
        name=booking.name,
        version=version,
        context={"booking": booking, "session": session, "place": session.place_in_full, **words},
        links={"booking_link": page},
        calendar=calendar,
        calendar_method=method or ("CANCEL" if calendar else ""),
        holds_until=holds_until,
    )
