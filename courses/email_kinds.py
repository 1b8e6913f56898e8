"""What a coordinator may word of this floor's emails, and with which placeholders."""

from courses.email_placeholders import (
    AGAIN_BOOKED,
    ANOTHER_CERTIFICATE,
    BOOK_PAGE,
    BOOKING_LINK,
    CANCELLED,
    CERTIFICATE_LINK,
    FIRST_CERTIFICATE,
    LEAVES_CALENDAR,
    LEAVES_THIS_CALENDAR,
    LEFT_THE_LIST,
    LINE_PASSED_ON,
    MOVED_HERE,
    NEEDS_SEEN,
    PASSED_ON,
    REQUEST_LINK,
    ROUGHLY_WHERE,
    STAYS,
    STILL_BOOKED,
    THE_CERTIFICATE,
    THE_REQUEST,
    THE_SESSION,
    WHERE,
    WHY,
    newest_booking,
    newest_certificate,
    newest_reply,
    newest_request,
    newest_requested_session,
    say_before,
    say_kept_until,
    say_what_they_have_again,
    say_what_they_keep,
    session_in,
)
from courses.joining.words import BRING, GETTING_THERE
from courses.models import Booking, Session, TrainingRequest
from stepforward.outbox.kinds import Placeholder, declare
from stepforward.ui.wording import say_day, say_people

REQUESTERS = "Whoever asked for a course"
PARTICIPANTS = "Whoever has a place, or waits for one"


def _to_requester(name, title, placeholders, newest):
    declare(
        f"courses/{name}",
        title,
        to=REQUESTERS,
        placeholders=THE_REQUEST | placeholders | REQUEST_LINK,
        newest=newest,
    )


def _to_participant(name, title, placeholders, newest):
    declare(
        f"courses/{name}",
        title,
        to=PARTICIPANTS,
        placeholders=THE_SESSION | placeholders | BOOKING_LINK,
        newest=newest,
    )


_to_requester(
    "request_received",
    "A request has arrived",
    {
        "how_many": Placeholder(
            "About how many people", "18 people", lambda words: say_people(words["request"].people)
        ),
        "dates": Placeholder(
            "When it suits them, as they said",
            "Tuesday afternoon, between 2 February and 27 March 2026",
            lambda words: words["request"].said_dates,
        ),
        "earliest": Placeholder(
            "The first day that suits them",
            "Monday 2 February 2026",
            lambda words: say_day(words["request"].earliest),
        ),
        "latest": Placeholder(
            "The last day that suits them",
            "Friday 27 March 2026",
            lambda words: say_day(words["request"].latest),
        ),
    },
    newest_request(),
)
_to_requester(
    "request_declined",
    "A request is declined",
    {
        "why": Placeholder(
            "The reason that was given",
            "All facilitators are taken until the summer.",
            lambda words: words["request"].reason,
        )
    },
    newest_request(state=TrainingRequest.State.DECLINED),
)
_to_requester(
    "request_reply",
    "A coordinator writes to them",
    {
        "message": Placeholder(
            "What the coordinator wrote",
            "Would 8 July in the afternoon suit you?",
            lambda words: words["message"].text,
            needed=True,
        ),
        "writer": Placeholder("Who wrote it", "Kim Okafor", lambda words: words["message"].by.name),
    },
    newest_reply,
)
_to_requester(
    "request_merged",
    "Their request goes on together with another of their team",
    {
        "other_team": Placeholder(
            "The team of the request that goes on",
            "Theatres",
            lambda words: words["request"].merged_into.team,
        )
    },
    newest_request(state=TrainingRequest.State.MERGED),
)
_to_requester(
    "request_scheduled",
    "The course they asked for is arranged",
    THE_SESSION
    | ROUGHLY_WHERE
    | {"places": Placeholder("How many places there are", "24", lambda words: session_in(words).capacity)}
    | BOOK_PAGE,
    newest_requested_session(state=Session.State.OPEN),
)
_to_requester(
    "request_session_changed",
    "The course they asked for has another time or place",
    THE_SESSION | ROUGHLY_WHERE | BOOK_PAGE,
    newest_requested_session(state=Session.State.OPEN),
)
_to_requester(
    "request_called_off",
    "The course they asked for is called off",
    THE_SESSION | ROUGHLY_WHERE | WHY,
    newest_requested_session(state=Session.State.CALLED_OFF),
)
_to_requester(
    "request_session_revived",
    "The course they asked for takes place after all",
    THE_SESSION | ROUGHLY_WHERE | BOOK_PAGE,
    newest_requested_session(state=Session.State.OPEN),
)

_to_participant(
    "booking_confirmed",
    "A place is booked",
    WHERE
    | GETTING_THERE
    | {
        "needs_seen": Placeholder(
            "That we have noted what they need; empty where they need nothing",
            NEEDS_SEEN,
            lambda words: NEEDS_SEEN if words["booking"].needs or words["booking"].dietary else "",
        ),
        "who_booked": Placeholder(
            "Who put them down for it; empty where they did it themselves",
            "Jo Brennan has put you down for it.",
            lambda words: f"{words['added_by']} has put you down for it." if words["added_by"] else "",
        ),
    },
    newest_booking(state=Booking.State.BOOKED),
)
_to_participant(
    "booking_waiting",
    "They are on the waiting list",
    {
        "before_them": Placeholder(
            "A sentence on how many people are before them", "2 people are before you.", say_before
        )
    },
    newest_booking(state=Booking.State.WAITING),
)
_to_participant(
    "place_offered",
    "A place became free, and it is their turn",
    {"kept_until": Placeholder("Until when we keep the place", "Friday 2 January, 5pm", say_kept_until)},
    newest_booking(state=Booking.State.OFFERED),
)
_to_participant(
    "offer_lapsed",
    "They did not take the freed place in time",
    {},
    newest_booking(state=Booking.State.LAPSED),
)
_to_participant(
    "booking_again", "Somebody books again with the same address", {}, newest_booking(state="booked")
)
_to_participant(
    "booking_cancelled",
    "They cancel, or leave the waiting list",
    {
        "what_ended": Placeholder(
            "A sentence on what ended: their place, or their waiting",
            CANCELLED,
            lambda words: CANCELLED if words["was_booked"] else LEFT_THE_LIST,
        )
    },
    newest_booking(state=Booking.State.CANCELLED),
)
_to_participant(
    "booking_passed_on",
    "Somebody else comes instead of them",
    {
        "what_ended": Placeholder(
            "A sentence on what went to somebody else: their place, or their place in the waiting list",
            PASSED_ON,
            lambda words: PASSED_ON if words["was_booked"] else LINE_PASSED_ON,
        )
    },
    newest_booking(state=Booking.State.PASSED_ON),
)
_to_participant(
    "bookings_merged",
    "They had two bookings of one session, and one stays",
    {
        "what_stays": Placeholder(
            "A sentence on what stays theirs",
            STAYS[Booking.State.BOOKED],
            lambda words: STAYS[words["state"]],
        )
    },
    newest_booking(merged_from__isnull=False, state__in=STAYS),
)
_to_participant(
    "booking_moved_here",
    "They booked with two addresses, and this one stays",
    {
        "what_you_have": Placeholder(
            "A sentence on what is theirs",
            MOVED_HERE[Booking.State.BOOKED],
            lambda words: MOVED_HERE[words["state"]],
        )
    },
    newest_booking(state__in=MOVED_HERE),
)
declare(
    "courses/booking_moved_away",
    "They booked with two addresses, and this one goes",
    to=PARTICIPANTS,
    placeholders=THE_SESSION
    | {
        "what_leaves": Placeholder(
            "That it leaves their calendar; empty where they had no place",
            LEAVES_THIS_CALENDAR,
            lambda words: LEAVES_THIS_CALENDAR if words["was_booked"] else "",
        )
    },
    newest=newest_booking(state=Booking.State.BOOKED),
)
_to_participant(
    "reminder_week", "A week before the session", WHERE | GETTING_THERE, newest_booking(state="booked")
)
_to_participant(
    "reminder_day",
    "The day before the session",
    WHERE | GETTING_THERE | BRING,
    newest_booking(state=Booking.State.BOOKED),
)
_to_participant(
    "session_changed",
    "Their session has another time or place",
    {
        "place": Placeholder(
            "Where it is now; in full for those who have a place",
            "Education Centre, Preston",
            lambda words: words["place"] if words["booked"] else session_in(words).place,
        ),
        "what_they_keep": Placeholder(
            "A sentence on what stays theirs: their place, or their place in the waiting list",
            STILL_BOOKED,
            say_what_they_keep,
        ),
    }
    | GETTING_THERE,
    newest_booking(state__in=["booked", "waiting"], session__state=Session.State.OPEN),
)
_to_participant(
    "session_called_off",
    "Their session is called off",
    ROUGHLY_WHERE
    | WHY
    | {
        "leaves_calendar": Placeholder(
            "That it leaves their calendar; empty for those who waited",
            LEAVES_CALENDAR,
            lambda words: LEAVES_CALENDAR if words["booked"] else "",
        )
    },
    newest_booking(state__in=["booked", "waiting"], session__state=Session.State.CALLED_OFF),
)

_to_participant(
    "session_revived",
    "Their session takes place after all",
    {
        "place": Placeholder(
            "Where it is; in full for those who have a place",
            "Education Centre, Preston",
            lambda words: words["place"] if words["booked"] else session_in(words).place,
        ),
        "what_they_have_again": Placeholder(
            "A sentence on what is theirs again: their place, an offered one, or their place in the waiting "
            "list",
            AGAIN_BOOKED,
            say_what_they_have_again,
        ),
    },
    newest_booking(state__in=["booked", "waiting"], session__state=Session.State.OPEN),
)

declare(
    "courses/certificate",
    "Their certificate of attendance",
    to=PARTICIPANTS,
    placeholders=THE_CERTIFICATE
    | {
        "what_it_is": Placeholder(
            "A sentence on what the link leads to: their first certificate, or one that was put right",
            FIRST_CERTIFICATE,
            lambda words: ANOTHER_CERTIFICATE if words["again"] else FIRST_CERTIFICATE,
        )
    }
    | CERTIFICATE_LINK,
    newest=newest_certificate(kind="attendance", withdrawn_at=None),
)
declare(
    "courses/certificate_withdrawn",
    "Their certificate is withdrawn",
    to=PARTICIPANTS,
    placeholders=THE_CERTIFICATE,
    newest=newest_certificate(kind="attendance"),
)

import courses.block_email_kinds  # noqa: E402, F401  those to departments
import courses.joining.email_kinds  # noqa: E402, F401  how to join a session
