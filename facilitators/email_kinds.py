"""What a coordinator may word of this floor's emails, and with which placeholders."""

from courses.email_placeholders import (
    CERTIFICATE_LINK,
    THE_CERTIFICATE,
    THE_SESSION,
    WHERE,
    newest_certificate,
)
from courses.joining.words import JOINING
from facilitators.models import Assignment, BusyCalendar
from facilitators.reading_calendars import HOLDS_FOR
from facilitators.reading_calendars import WHY as WHY_A_CALENDAR_FAILS
from stepforward.outbox.kinds import Placeholder, declare
from stepforward.ui.wording import say_clock, say_day

FACILITATORS = "Facilitators"
COORDINATORS = "Coordinators"


def _answer_by(words):
    by = words["assignment"].answer_by
    return f"{say_day(by, year=False)}, {say_clock(by)}"


THE_PART = THE_SESSION | WHERE | {"part": Placeholder("Their part in it", "co-facilitator")}
ANSWER_BY = {
    "answer_by": Placeholder("Until when we wait for an answer", "Friday 2 January, 5pm", _answer_by)
}
OFFER_LINK = {
    "offer_link": Placeholder(
        "The private page on which they accept or decline", "[private link]", private=True
    )
}
OFFERS_LINK = {
    "offers_link": Placeholder(
        "The page with their parts", "https://stepforward.example/offers/", needed=True
    )
}
WHY = {
    "why": Placeholder(
        "“Why:” with the reason that was given; empty where none was",
        "Why: the session has enough people now",
        lambda words: f"Why: {words['reason']}" if words["reason"] else "",
    )
}


def newest_part(*states):
    """A function that gives the words of the newest assignment in one of these states."""

    def words():
        found = Assignment.objects.filter(state__in=states).with_session()
        assignment = found.select_related("facilitator__user").order_by("-pk").first()
        return assignment and {
            "name": assignment.facilitator.user.name,
            "assignment": assignment,
            "part": assignment.get_part_display().lower(),
            "session": assignment.session,
            "place": assignment.session.place_in_full,
            "offers_link": OFFERS_LINK["offers_link"].example,
            "reason": assignment.reason,
        }

    return words


State = Assignment.State
for _name, _title, _more, _newest in (
    ("part_offered", "A part is offered", ANSWER_BY | OFFER_LINK, newest_part(State.OFFERED)),
    (
        "offer_changed",
        "The session of an open offer has another time or place",
        ANSWER_BY | OFFER_LINK,
        newest_part(State.OFFERED),
    ),
    (
        "offer_withdrawn",
        "An offer is withdrawn",
        WHY,
        newest_part(State.OFFERED, State.STOOD_DOWN),
    ),
    ("part_accepted", "They accepted a part", OFFERS_LINK, newest_part(State.ACCEPTED)),
    ("session_moved", "Their session has another time or place", OFFERS_LINK, newest_part(State.ACCEPTED)),
    ("part_given_back", "They gave a part back", {}, newest_part(State.GIVEN_BACK, State.STOOD_DOWN)),
    ("stood_down", "They are not needed any more", WHY, newest_part(State.STOOD_DOWN)),
):
    declare(f"facilitators/{_name}", _title, to=FACILITATORS, placeholders=THE_PART | _more, newest=_newest)


WHAT_BECAME = {
    State.DECLINED: "declined",
    State.LAPSED: "did not answer in time",
    State.GIVEN_BACK: "gave the part back",
}


def _newest_free_part():
    words = newest_part(*WHAT_BECAME)()
    return words and words | {"name": "Priya Nair", "team_link": TEAM_LINK["team_link"].example}


TEAM_LINK = {
    "team_link": Placeholder(
        "The page of the session's team", "https://stepforward.example/manage/sessions/1/team/", needed=True
    )
}
declare(
    "facilitators/nobody_left",
    "Somebody declined, did not answer or dropped out, and no reserve is left",
    to=COORDINATORS,
    placeholders=THE_PART
    | {
        "who": Placeholder("Who it was", "Amy Chan", lambda words: words["assignment"].facilitator.user.name),
        "became": Placeholder(
            "What they did", "declined", lambda words: WHAT_BECAME[words["assignment"].state]
        ),
    }
    | WHY
    | TEAM_LINK,
    newest=_newest_free_part,
)


declare(
    "facilitators/joining_instructions",
    "What people with a place in their session were told",
    to=FACILITATORS,
    placeholders=THE_PART | JOINING | OFFERS_LINK,
    newest=newest_part(State.ACCEPTED),
)


def _newest_delivery():
    words = newest_certificate(kind="delivery", withdrawn_at=None)()
    return words and words | {"offers_link": OFFERS_LINK["offers_link"].example}


declare(
    "facilitators/delivery_certified",
    "Their certificate of delivery",
    to=FACILITATORS,
    placeholders=THE_CERTIFICATE
    | {"part": Placeholder("Their part in it", "Co-facilitator", lambda words: words["certificate"].part)}
    | OFFERS_LINK
    | CERTIFICATE_LINK,
    newest=_newest_delivery,
)


def _say_until(words):
    read_at = words["calendar"].read_at
    if read_at is None:
        return "We have not been able to read it yet."
    return f"We go by what we read before until {say_day(read_at + HOLDS_FOR, year=False)}."


def _newest_failing():
    calendar = BusyCalendar.objects.failing().select_related("facilitator__user").order_by("-pk").first()
    return calendar and {
        "name": calendar.facilitator.user.name,
        "calendar": calendar,
        "calendars_link": "https://stepforward.example/availability/calendars/",
    }


declare(
    "facilitators/calendar_fails",
    "Their own calendar cannot be read",
    to=FACILITATORS,
    placeholders={
        "since": Placeholder(
            "Since when",
            "Tuesday 6 January",
            lambda words: say_day(words["calendar"].failing_since, year=False),
        ),
        "why": Placeholder(
            "What happened",
            "The computer at the address did not answer.",
            lambda words: WHY_A_CALENDAR_FAILS[words["calendar"].failure],
        ),
        "until": Placeholder(
            "What we do with what we read before, and until when",
            "We go by what we read before until Friday 16 January.",
            _say_until,
        ),
        "calendars_link": Placeholder(
            "The page with their calendars",
            "https://stepforward.example/availability/calendars/",
            needed=True,
        ),
    },
    newest=_newest_failing,
)

import facilitators.asking.email_kinds  # noqa: E402, F401  those that ask when they are free
import facilitators.growing.email_kinds  # noqa: E402, F401  those to people who grow into the faculty
