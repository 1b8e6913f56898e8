"""Who supports whom in the demo: talks that are due, overdue, agreed on and paused, and somebody whose
supervisor has left."""

from datetime import timedelta

from facilitators.growing import joining, leaving, supporting
from facilitators.models import Support
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.ui.wording import civil_date

Kind = Support.Kind
DEMO = ""  # the demo's own facilitator
LEFT, LEFT_DAYS = "Helen Ashworth", 12
SUPERVISED = [  # who, by whom, weeks between talks; days ago: it began, each talk, the next one agreed on
    (DEMO, "Amira Haddad", 8, 170, [100, 47], None),
    ("Priya Nair", DEMO, 6, 120, [80], None),
    ("Anjali Desai", DEMO, 6, 40, [12], None),
    ("Yusuf Patel", "Callum Fairhurst", 8, 150, [56], None),
    ("Daniel Okafor", "Siobhan Keane", 6, 90, [50, 9], -21),
    ("Samuel Asante", "Ngozi Eze", 6, 110, [60], None),
    ("Zainab Hussain", "Hannah Entwistle", 4, 33, [], None),
    ("Ruth Silverman", LEFT, 6, 70, [40], None),
]
BUDDIES = [(DEMO, "Mei Lin Chow", 200), ("Kieran O'Malley", "Victoria Lomax", 60)]


def plant(people, now):
    by = User.objects.get(email=email_of(Role.COORDINATOR))
    found = {one.user.name: one for one in people[1:]} | {DEMO: people[0]}
    found[LEFT] = joining.join(
        email="helen.ashworth@nhs-trust.example",
        name=LEFT,
        organisation=people[0].organisation,
        post="Consultant physician",
        base="Southport",
        by=by,
        now=now - timedelta(days=400),
    )
    for name, supervisor, weeks, began, talks, agreed in SUPERVISED:
        support = _begin(found[name], found[supervisor], Kind.SUPERVISOR, began, by, now, every_weeks=weeks)
        for days in talks:
            then = now - timedelta(days=days)
            supporting.note_supervision(
                support=support,
                held_on=civil_date(then),
                next_on=civil_date(now - timedelta(days=agreed)) if agreed and days == talks[-1] else None,
                by=support.by.user,
                now=then,
            )
    for name, buddy, began in BUDDIES:
        _begin(found[name], found[buddy], Kind.BUDDY, began, by, now)
    then = now - timedelta(days=LEFT_DAYS)
    who = found[LEFT]
    leaving.go(facilitator=who, starts_on=civil_date(then), by=who.user, now=then)


def _begin(facilitator, supporter, kind, days_ago, by, now, **more):
    then = now - timedelta(days=days_ago)
    return supporting.begin(
        facilitator=facilitator,
        supporter=supporter,
        kind=kind,
        starts_on=civil_date(then),
        by=by,
        now=then,
        **more,
    )
