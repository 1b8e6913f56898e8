"""The demo's mailings: one that went to those who attended, one that was stopped, and a draft."""

from datetime import timedelta

from courses import mailings
from courses.models import Mailing, Session
from courses.reaching import reach
from stepforward.ui.wording import civil_date

NOBODY = {"session": None, "course": None, "organisation": None, "since": None, "until": None, "groups": []}
THANKS = """Hello {name},

Thank you for coming on {day}. Here is the summary that many of you asked for: notice, name, choose a way,
check in afterwards.

Would you like to run the course yourself one day? Answer this email.

Nadia Rahman
Coordinator, Step Forward"""
PARKING = """Hello {name},

The car park at {place} is closed on {day}. Please come by bus or train, or share a car with a colleague.

The session starts at {start}, as planned. A colleague who would like to come too books here:
{book_page}

Nadia Rahman
Coordinator, Step Forward"""
WAITING = """Hello {name},

You asked for a course for {team}. Winter is busy, so it takes us a little longer than usual to find a date.
We have not forgotten you.

Nadia Rahman
Coordinator, Step Forward"""


def plant(*, coordinator, now):
    past = Session.objects.filter(state="delivered", bookings__attendance="attended").latest("starts_at")
    coming = Session.objects.filter(state="open", starts_at__gt=now, bookings__state="booked").earliest(
        "starts_at"
    )
    month_ago = civil_date(now - timedelta(days=60))
    drafted = [
        _draft(
            "session", "Thank you for coming", THANKS, coordinator, now, session=past, groups=["attended"]
        ),
        _draft("requesters", "We have not forgotten you", WAITING, coordinator, now, since=month_ago),
        _draft(
            "session",
            "Parking on {day}",
            PARKING,
            coordinator,
            now,
            session=coming,
            groups=[Mailing.Group.BOOKED, Mailing.Group.WAITING],
        ),
    ]
    for mailing in drafted[:2]:
        seen = reach(mailing, now=now).seen
        mailings.send(mailing=mailing, seen=seen, by=coordinator, now=now)
    mailings.stop(mailing=drafted[1], by=coordinator, now=now)


def _draft(to, subject, text, coordinator, now, **whom):
    return mailings.draft(to=to, subject=subject, text=text, by=coordinator, now=now, **(NOBODY | whom))
