"""The demo's facilitators looking back: some for themselves, some to be read, some not yet."""

from datetime import timedelta

from facilitators import timekeeping
from facilitators.growing import reflecting
from facilitators.models import Assignment
from stepforward.people.roles import Role
from stepforward.people.seed import email_of

SAID = [  # what went well, what they would change, whether they share it
    (
        "The quiet table spoke first this time. I had asked them before the break what they would want from "
        "a colleague in that moment.",
        "Leave ten minutes more for the second case. We stopped when it became interesting.",
        True,
    ),
    (
        "Two people stayed behind to say that they would use the card.",
        "Not to answer every question myself. The room knew better than I did, twice.",
        False,
    ),
    ("Co-leading felt easy: we had shared out who watches the clock.", "", True),
    (
        "",
        "Arrive earlier. The screen took us a quarter of an hour, and the first exercise showed it.",
        False,
    ),
    (
        "The consultant who had said that it would not work here told a story of her own at the end.",
        "Ask the department beforehand who sits with whom, so that nobody plays their own line manager.",
        True,
    ),
]
ASIDE = 2  # the demo's own facilitator has the latest sessions still before them


def plant(*, now):
    did = Assignment.objects.accepted().filter(session__state="delivered", session__ends_at__lt=now)
    did = did.select_related("facilitator__user", "session", "time_spent").order_by("-blocked", "pk")
    mine = did.filter(facilitator__user__email=email_of(Role.FACILITATOR))[ASIDE : ASIDE + len(SAID)]
    others = did.exclude(facilitator__user__email=email_of(Role.FACILITATOR))[3:48:3]
    for n, one in enumerate([*mine, *others]):
        went_well, would_change, shared = SAID[n % len(SAID)]
        reflecting.keep(
            assignment=one,
            went_well=went_well,
            would_change=would_change,
            shared=shared,
            minutes=timekeeping.usual(one),
            confidence={"leading": (2, 3 + n % 2), "teaching": (3, 4), "facilitating": (1 + n % 2, 4)},
            by=one.facilitator.user,
            now=one.session.ends_at + timedelta(hours=20),
        )
