"""The demo's sessions that are found or held in other ways than most: a series, one at a venue and online at
once, one in no list, one by invitation, and one that the floor above calls off and brings back."""

from datetime import time, timedelta

from courses import requests, scheduling, series
from courses.models import Session

REVIVED = "Stroke unit"  # for whom that one is
LINK = "https://meet.nhs-trust.example/stepforward-pathology"
ASKED = {
    "code": "RBQ",
    "team": "Cardiac theatres",
    "setting": "theatres",
    "delivery": "in_person",
    "people": 16,
    "staff_groups": ["01", "03", "05"],
    "focus": ["hierarchy"],
    "about": "It has been a hard year. Only our own team in the room, please.",
    "from_day": 20,
    "to_day": 60,
}


def plant(story):
    both = story.open(story.on(22, time(14)), "R0A", 40, link=LINK, team_name="Pathology")
    story.book(both, 11)
    hidden = story.plan(story.on(19, time(9, 30)), "RBN", 20, team_name="Chief registrars")
    story.book(_open(hidden, Session.Visibility.HIDDEN, story, minimum_people=10), 7)
    story.book(story.open(story.on(34, time(13, 30)), "RXN", 24, team_name=REVIVED), 9)
    _invited(story)
    _series(story)


def _open(session, visibility, story, **also):
    by_whom = {"by": story.coordinator, "now": story.now}
    scheduling.change(session=session, visibility=visibility, **also, **by_whom)
    return scheduling.open_session(session=session, **by_whom)


def _invited(story):
    """For a team that asked for it: the email to their contact has the private link to pass on."""
    asked = requests.ask(**story.asked(ASKED), now=story.now - timedelta(days=20))
    session = story.plan(story.on(26, time(14)), "REM", 16, request=asked, team_name=asked.team)
    story.book(_open(session, Session.Visibility.INVITATION, story, minimum_people=8), 6)


def _series(story):
    """Four afternoons, a fortnight apart, of which the first can be booked."""
    first = story.on(43, time(13))
    starts = [first + timedelta(weeks=2 * n) for n in range(4)]
    made = series.plan_series(
        moments=[(start, start + timedelta(minutes=story.bystander.minutes)) for start in starts],
        rhythm=f"Every 2 weeks on {first:%A}, 4 dates",
        course=story.bystander,
        venue=story.venues["RBS"],
        organisation=story.trusts["RBS"],
        team_name="Foundation doctors",
        capacity=30,
        by=story.coordinator,
        now=story.now,
    )
    scheduling.open_session(session=made[0], by=story.coordinator, now=story.now)
    story.book(made[0], 5)
