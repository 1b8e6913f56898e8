"""What a coordinator may word of the emails to those who grow into the faculty."""

from courses.email_placeholders import ROUGHLY_WHERE, THE_SESSION, course_and_time, session_in
from facilitators.models import Accreditation, Interest, Leave, Observation, StageChange
from stepforward.outbox.kinds import Placeholder, declare
from stepforward.people.email_kinds import SIGN_IN
from stepforward.ui.wording import say_day

FACILITATORS = "Facilitators"
ITS_COURSE = {
    "course": Placeholder(
        "The course that it is about", "Active Bystander", lambda words: words["held"].course
    )
}
THE_TRAINING = {
    "facilitator_course": Placeholder(
        "The facilitator course", "Facilitator course", lambda words: session_in(words).course
    ),
    "when": course_and_time(session_in)["when"],
} | ROUGHLY_WHERE
LINKS = {
    "sign_in": SIGN_IN,
    "availability_link": "https://stepforward.example/availability/",
    "growing_link": "https://stepforward.example/growing/",
    "observation_link": "https://stepforward.example/observations/7/",
}


def link(name, means):
    return {name: Placeholder(means, LINKS[name], needed=True)}


def newest_held(**which):
    """A function that gives the words of the newest accreditation as `which` says."""

    def words():
        found = Accreditation.objects.filter(**which).select_related(
            "facilitator__user", "course", "source__course", "source__venue"
        )
        held = found.order_by("-pk").first()
        return held and {"name": held.facilitator.user.name, "held": held, "session": held.source, **LINKS}

    return words


declare(
    "facilitators/trained",
    "They attended a facilitator course",
    to=FACILITATORS,
    placeholders=ITS_COURSE
    | THE_TRAINING
    | link("sign_in", "The page to sign in on")
    | link("availability_link", "The page on which they say when they are free"),
    newest=newest_held(source__isnull=False),
)
declare(
    "facilitators/trained_taken_back",
    "They did not attend the facilitator course after all",
    to=FACILITATORS,
    placeholders=ITS_COURSE | THE_TRAINING,
    newest=newest_held(source__isnull=False),
)


def _newest_step():
    step = (
        StageChange.objects.filter(by__isnull=False)
        .exclude(kind="brought_in")
        .select_related("facilitator__user", "course", "by")
        .order_by("-pk")
        .first()
    )
    if step is None:
        return None
    held = Accreditation(facilitator=step.facilitator, course=step.course, stage=step.stage)
    return {"name": step.facilitator.user.name, "held": held, "step": step, **LINKS}


declare(
    "facilitators/stage_signed",
    "Their next stage is signed off",
    to=FACILITATORS,
    placeholders=ITS_COURSE
    | {
        "stage": Placeholder(
            "Their stage now", "co-facilitator", lambda words: words["step"].get_stage_display().lower()
        ),
        "signed_by": Placeholder("Who signed it", "Amira Haddad", lambda words: words["step"].by.name),
    }
    | link("growing_link", "The page with their stages, and what the next one needs"),
    newest=_newest_step,
)


def _newest_ending():
    words = newest_held(stage__in=["co_facilitator", "lead", "trainer"], lapsed_on=None)()
    return words and words | {"until": words["held"].since}


declare(
    "facilitators/currency_ends",
    "They will soon not have delivered for too long",
    to=FACILITATORS,
    placeholders=ITS_COURSE
    | {
        "until": Placeholder(
            "By when they would have to deliver again",
            "Tuesday 6 January 2026",
            lambda words: say_day(words["until"]),
        )
    }
    | link("availability_link", "The page on which they say when they are free"),
    newest=_newest_ending,
)
declare(
    "facilitators/currency_ended",
    "They have not delivered for too long",
    to=FACILITATORS,
    placeholders=ITS_COURSE | link("growing_link", "The page with their stages"),
    newest=newest_held(lapsed_on__isnull=False),
)


def _newest_observation():
    found = Observation.objects.with_session().order_by("-pk").first()
    return found and {
        "name": found.assignment.facilitator.user.name,
        "session": found.assignment.session,
        "observer": found.observer.name,
        **LINKS,
    }


declare(
    "facilitators/observed",
    "A lead wrote what they saw of them",
    to=FACILITATORS,
    placeholders=THE_SESSION
    | {"observer": Placeholder("Who wrote it", "Amira Haddad")}
    | link(
        "observation_link",
        "The page with what was seen, which only they, the observer and coordinators can read",
    ),
    newest=_newest_observation,
)


INTERESTED = "People who would like to facilitate"
INTEREST_LINK = {"interest_link": Placeholder("Their private page", "[private link]", private=True)}


def _newest_interest(**which):
    def words():
        found = Interest.objects.filter(**which).select_related("training__course", "training__venue")
        interest = found.order_by("-pk").first()
        return interest and {"name": interest.name, "session": interest.training}

    return words


declare(
    "facilitators/confirm_interest",
    "Somebody says on the website that they would like to facilitate",
    to=INTERESTED,
    placeholders=INTEREST_LINK,
    newest=_newest_interest(confirmed_at=None),
)
declare(
    "facilitators/interest_kept",
    "We have kept that they would like to facilitate",
    to=INTERESTED,
    placeholders=INTEREST_LINK,
    newest=_newest_interest(confirmed_at__isnull=False),
)
declare(
    "facilitators/training_offered",
    "They are offered a place in a facilitator course",
    to=INTERESTED,
    placeholders=THE_SESSION | ROUGHLY_WHERE | INTEREST_LINK,
    newest=_newest_interest(stage="offered"),
)


def _newest_leave():
    leave = Leave.objects.select_related("facilitator__user").order_by("-pk").first()
    return leave and {
        "name": leave.facilitator.user.name,
        "leave": leave,
        "handed_over": 1,
        "leave_link": "https://stepforward.example/facilitators/7/leave/",
    }


def _say_leave(words):
    first, last = words["leave"].starts_on, words["leave"].ends_on
    if last is None:
        return f"You leave the programme on {say_day(first)}."
    return f"You are on leave from {say_day(first)} to {say_day(last)}."


def _say_handed_over(words):
    n = words["handed_over"]
    if not n:
        return "No session of yours had to be handed over."
    if n == 1:
        return "1 session is handed over: somebody else will do it."
    return f"{n} sessions are handed over: somebody else will do them."


declare(
    "facilitators/leave_said",
    "They are on leave, or leave the programme",
    to=FACILITATORS,
    placeholders={
        "leave": Placeholder(
            "A sentence on when",
            "You are on leave from Tuesday 6 January 2026 to Friday 9 January 2026.",
            _say_leave,
        ),
        "handed_over": Placeholder(
            "A sentence on what was handed over",
            "No session of yours had to be handed over.",
            _say_handed_over,
        ),
        "leave_link": Placeholder(
            "The page with their leave", "https://stepforward.example/facilitators/7/leave/", needed=True
        ),
    },
    newest=_newest_leave,
)
