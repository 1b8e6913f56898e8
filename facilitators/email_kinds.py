"""What a coordinator may word of this floor's emails, and with which placeholders."""

from functools import partial

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
REFLECTION_LINK = {
    "reflection_link": Placeholder(
        "The page on which they look back on the session", "https://stepforward.example/offers/7/reflection/"
    )
}
WHY = {
    "why": Placeholder(
        "“Why:” with the reason that was given; empty where none was",
        "Why: the session has enough people now",
        lambda words: f"Why: {words['reason']}" if words["reason"] else "",
    )
}


OTHERS = {
    "others": Placeholder(
        "That others are asked as well; empty where they are the only one",
        "We have asked 2 others as well. Whoever accepts first has the part.",
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
            "others": OTHERS["others"].example,
        }

    return words


State = Assignment.State
for _name, _title, _more, _newest in (
    ("part_offered", "A part is offered", ANSWER_BY | OFFER_LINK, newest_part(State.OFFERED)),
    (
        "cover_asked",
        "Somebody is asked to step in for somebody else",
        ANSWER_BY | OFFER_LINK | OTHERS,
        newest_part(State.OFFERED),
    ),
    ("cover_found", "Somebody else stepped in first", {}, newest_part(State.STOOD_DOWN, State.OFFERED)),
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


WHAT_BECAME = {State.DECLINED: "declined", State.LAPSED: "did not answer in time"}


def _say_other_times(words):
    times = words["assignment"].other_times.order_by("day", "pk")
    found = [f"{say_day(one.day, year=False)}, {one.get_part_display().lower()}" for one in times]
    return f"They could instead: {'; '.join(found)}." if found else ""


def _say_next(words):
    asked = words["asked"]
    if asked is None:
        return "There is no reserve left to ask."
    by = f"{say_day(asked.answer_by, year=False)}, {say_clock(asked.answer_by)}"
    return f"We have asked the reserve, {asked.facilitator.user.name}, who answers by {by}."


def _newest_free_part(*states):
    words = newest_part(*states)()
    if words is None:
        return None
    link = COVER["cover_link"].example
    asked = words["assignment"].stand_ins.select_related("facilitator__user").first()
    return words | {"name": "Priya Nair", "cover_link": link, "asked": asked}


COVER = {
    "who": Placeholder("Who it was", "Amy Chan", lambda words: words["assignment"].facilitator.user.name),
    "other_times": Placeholder(
        "When else they could; empty where they did not say",
        "They could instead: Thursday 8 January, afternoon.",
        _say_other_times,
    ),
    "cover_link": Placeholder(
        "The page on which to find somebody who steps in",
        "https://stepforward.example/manage/sessions/1/team/2/cover/",
        needed=True,
    ),
}
declare(
    "facilitators/nobody_left",
    "Somebody declined or did not answer, and no reserve is left",
    to=COORDINATORS,
    placeholders=THE_PART
    | WHY
    | COVER
    | {
        "became": Placeholder(
            "What they did", "declined", lambda words: WHAT_BECAME[words["assignment"].state]
        )
    },
    newest=partial(_newest_free_part, State.DECLINED, State.LAPSED),
)
declare(
    "facilitators/dropped_out",
    "Somebody who had accepted cannot come",
    to=COORDINATORS,
    placeholders=THE_PART
    | WHY
    | COVER
    | {"next": Placeholder("What we did about it", "There is no reserve left to ask.", _say_next)},
    newest=partial(_newest_free_part, State.GIVEN_BACK),
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
    return words and words | {
        name: placeholder.example for name, placeholder in (OFFERS_LINK | REFLECTION_LINK).items()
    }


declare(
    "facilitators/delivery_certified",
    "Their certificate of delivery",
    to=FACILITATORS,
    placeholders=THE_CERTIFICATE
    | {"part": Placeholder("Their part in it", "Co-facilitator", lambda words: words["certificate"].part)}
    | REFLECTION_LINK
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
import facilitators.growing.support_email_kinds  # noqa: E402, F401  those to two of whom one supports the other
