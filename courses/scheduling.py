"""Planning sessions, changing, opening and calling them off. What that means for a team is the floor
above's."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses import block_emails, bookings, emails, inviting, registers, requests
from courses.models import Session
from courses.refusals import NoPlace, NoReason, NotOpenToChange, NotThen, TooFewPlaces
from courses.rooms import one_session_a_room, settle
from stepforward.audit.recording import record

State = Session.State
MAY_CHANGE = {"starts_at", "ends_at", "capacity", "venue", "online_link", "organisation", "team_name"}
MAY_CHANGE |= {"minimum_people", "visibility", "joining_instructions", "what_to_bring"}
CALENDARS_HEAR = {"starts_at", "ends_at", "venue", "online_link"}


@transaction.atomic
def plan(
    *,
    course,
    starts_at,
    ends_at,
    capacity,
    venue=None,
    online_link="",
    request=None,
    organisation=None,
    team_name="",
    minimum_people=None,
    visibility=Session.Visibility.PUBLIC,
    joining_instructions="",
    what_to_bring="",
    series=None,
    by,
    now=None,
):
    """A planned session, which nobody can book yet. Planned for a new `request`, `by` works on that from now
    on. Times are aware; `now` is the present unless said. Raises NotThen, TooFewPlaces and RoomTaken."""
    now = now or timezone.now()
    _refuse_times(starts_at, ends_at, now)
    _refuse_numbers(minimum_people, capacity)
    if request is not None:
        request = requests.work_on(request, by=by, now=now)
    session = Session(
        course=course,
        request=request,
        organisation=organisation,
        team_name=team_name,
        venue=venue,
        online_link=online_link,
        starts_at=starts_at,
        ends_at=ends_at,
        capacity=capacity,
        minimum_people=minimum_people,
        visibility=visibility,
        joining_instructions=joining_instructions,
        what_to_bring=what_to_bring,
        series=series,
        planned_by=by,
    )
    settle(session)
    with one_session_a_room(session):
        session.save()
    record("session planned", session, by=by, starts_at=starts_at.isoformat(), request=request and request.pk)
    return session


@transaction.atomic
def change(*, session, by, now=None, **fields):
    """Change a session that has not begun. Where time or place change, its sequence grows and everybody who
    has a place or waits for one is told. Raises a Refused that names the form's field."""
    if unknown := fields.keys() - MAY_CHANGE:
        raise TypeError(f"A session's {', '.join(sorted(unknown))} cannot be changed.")
    now = now or timezone.now()
    session = _to_come(session, now)
    changed = {name for name, value in fields.items() if getattr(session, name) != value}
    if not changed:
        return session
    for name in changed:
        setattr(session, name, fields[name])
    if changed & {"starts_at", "ends_at"}:
        _refuse_times(session.starts_at, session.ends_at, now)
    if session.state == State.OPEN and not session.has_place:
        raise NoPlace("This session is open, so it needs a venue or an online link.", field="venue")
    if "capacity" in changed and session.capacity < (taken := bookings.places_taken(session)):
        raise TooFewPlaces(f"{taken} people have a place already.", field="capacity")
    if changed & {"capacity", "minimum_people"}:
        _refuse_numbers(session.minimum_people, session.capacity)
    if changed & CALENDARS_HEAR:
        session.sequence, session.changed_at = session.sequence + 1, now
    settle(session)
    with one_session_a_room(session):
        session.save()
    record("session changed", session, by=by, fields=sorted(changed), sequence=session.sequence)
    if changed & {"starts_at", "ends_at"}:
        inviting.let_links_last(session)
        bookings.shorten_holds(session, now)
        registers.wipe(session)
    if changed & {"capacity", "starts_at"}:
        bookings.offer_on(session, now)
    if changed & CALENDARS_HEAR and session.state == State.OPEN:
        _tell_of_change(session)  # after the offers, so that one email says both
    return session


@transaction.atomic
def open_session(*, session, by, now):
    """Let people book. Whoever asked for it is told, and their request has its answer."""
    session = _to_come(session, now)
    if session.state == State.OPEN:
        raise NotOpenToChange("This session is open already.")
    if not session.has_place:
        raise NoPlace("Before this session can open it needs a venue or an online link.", field="venue")
    session.state, session.opened_at = State.OPEN, now
    session.save(update_fields=["state", "opened_at"])
    record("session opened", session, by=by)
    if session.request:
        requests.schedule(session.request, by=by, now=now)
        emails.request_scheduled(session)
    return session


@transaction.atomic
def call_off(*, session, reason, by, now):
    """Everybody with a place, and everybody who waits for one, is told and loses it; so is whoever asked."""
    session = _to_come(session, now)
    if not reason.strip():
        raise NoReason("Say why, because everybody booked reads it.", field="reason")
    was_open = session.state == State.OPEN
    session.state, session.sequence = State.CALLED_OFF, session.sequence + 1
    session.called_off_because = reason.strip()
    session.save(update_fields=["state", "sequence", "called_off_because"])
    record("session called off", session, by=by)
    registers.wipe(session)
    for booking in session.bookings.live():
        booking.session = session
        emails.session_called_off(booking)
    session.bookings.live().update(
        called_off_from=F("state"), state="cancelled", hold_until=None, ended_at=now
    )
    block_emails.session_called_off(session)
    if session.request and was_open:
        requests.unschedule(session.request, by=by)
        emails.request_called_off(session)
    return session


def _tell_of_change(session):
    for booking in session.bookings.live():
        booking.session = session
        emails.session_changed(booking)
    block_emails.session_changed(session)
    if session.request:
        emails.request_session_changed(session)


def _refuse_times(starts_at, ends_at, now):
    if starts_at <= now:
        raise NotThen("The session must start in the future.", field="day")
    if ends_at <= starts_at:
        raise NotThen("The end must be after the start.", field="ends")


def _refuse_numbers(minimum, capacity):
    if minimum is not None and minimum > capacity:
        raise TooFewPlaces(f"With {capacity} places it cannot need {minimum} people.", field="minimum_people")


def _to_come(session, now):
    session = bookings.lock_session(session.pk)
    if session.state in {State.CALLED_OFF, State.DELIVERED}:
        raise NotOpenToChange(f"This session was {session.get_state_display().lower()}.")
    if session.starts_at <= now:
        raise NotOpenToChange("This session has begun.")
    return session
