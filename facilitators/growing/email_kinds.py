"""What a coordinator may word of the emails to those who grow into the faculty."""

from courses.email_placeholders import ROUGHLY_WHERE, course_and_time, session_in
from facilitators.models import Accreditation
from stepforward.outbox.kinds import Placeholder, declare
from stepforward.people.email_kinds import SIGN_IN

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
