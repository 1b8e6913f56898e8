"""The demo's facilitators after their sessions: what they paid themselves, and how long it took."""

from datetime import timedelta

from courses import costs
from courses.models import Cost
from facilitators import timekeeping
from facilitators.models import Assignment
from stepforward.people.roles import Role
from stepforward.people.seed import email_of

PAID = (
    (Cost.Kind.TRAVEL, "Train and bus", 1_840),
    (Cost.Kind.REFRESHMENTS, "Biscuits and milk", 1_265),
    (Cost.Kind.RESOURCES, "Flipchart pens", 899),
    (Cost.Kind.TRAVEL, "Parking", 650),
)


def plant(*, now):
    did = Assignment.objects.accepted().filter(session__state="delivered", part__in=Assignment.DELIVERS)
    for n, one in enumerate(did.select_related("facilitator__user", "session").order_by("-blocked")[:24]):
        if n % 4:
            timekeeping.note(
                assignment=one,
                preparing=45 + 15 * (n % 3),
                travelling=40 + 10 * (n % 5),
                delivering=150,
                by=one.facilitator.user,
                now=one.session.ends_at + timedelta(days=1),
            )
        if n % 3 == 0:
            _pay(one, PAID[n // 3 % len(PAID)], back=n // 3 % 2)
    own = did.filter(facilitator__user__email=email_of(Role.FACILITATOR)).order_by("-blocked").first()
    if own:
        _pay(own, (Cost.Kind.TRAVEL, "Taxi with the flipcharts", 2_350), back=False)


def _pay(assignment, paid, *, back):
    kind, words, pence = paid
    user, after = assignment.facilitator.user, assignment.session.ends_at + timedelta(days=1)
    facts = {"paid_by": Cost.PaidBy.FACILITATOR, "payer": user, "funded": Cost.Funded.NO}
    cost = costs.add(
        session=assignment.session, kind=kind, words=words, pence=pence, by=user, now=after, **facts
    )
    if back:
        costs.pay_back(cost=cost, by=user, now=after)
