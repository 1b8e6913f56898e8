"""What a coordinator may word of this floor's emails, and with which placeholders."""

from courses.models import Session
from feedback.models import Round, Summary
from stepforward.outbox.kinds import Placeholder, declare
from stepforward.ui.wording import say_day


def newest_round():
    """The words of the newest round. The person is made up: who is asked is nobody's business here."""
    newest = Round.objects.filter(session__state=Session.State.DELIVERED).select_related("session__course")
    asked_in = newest.order_by("-opens_on").first()
    return asked_in and {
        "name": "Priya Nair",
        "session": asked_in.session,
        "closes_on": asked_in.closes_on,
    }


PLACEHOLDERS = {
    "course": Placeholder(
        "The course’s name", "Active Bystander course", lambda words: words["session"].course.name
    ),
    "day": Placeholder(
        "The session’s day, without the year",
        "Tuesday 6 January",
        lambda words: say_day(words["session"].starts_at, year=False),
    ),
    "closes_on": Placeholder(
        "Until when they can answer",
        "Tuesday 27 January",
        lambda words: say_day(words["closes_on"], year=False),
    ),
    "feedback_link": Placeholder("The private page on which they answer", "[private link]", private=True),
}
for kind, what, to in (
    ("asked_before", "We ask some questions before the session", "Whoever has a place"),
    ("reminded_before", "We remind them of the questions before", "Whoever has not answered yet"),
    ("asked", "We ask what they made of the session", "Whoever attended"),
    ("reminded", "We remind them that we asked", "Whoever has not answered yet"),
    ("asked_three_months", "We ask what has changed, three months on", "Whoever attended"),
    (
        "reminded_three_months",
        "We remind them that we asked, three months on",
        "Whoever has not answered yet",
    ),
):
    declare(f"feedback/{kind}", what, to=to, placeholders=PLACEHOLDERS, newest=newest_round)


def newest_summary():
    newest = Summary.objects.select_related("request__organisation").first()
    return newest and {"name": newest.request.contact_name, "asked": newest.request, "note": newest.note}


declare(
    "feedback/summary",
    "We send what people made of their sessions",
    to="Whoever asked for the sessions",
    placeholders={
        "team": Placeholder("The team that asked", "Theatres", lambda words: words["asked"].team),
        "note": Placeholder(
            "A few words of the coordinator", "Thank you for having us.", lambda words: words["note"]
        ),
        "summary_link": Placeholder("The private page with the summary", "[private link]", private=True),
    },
    newest=newest_summary,
)
