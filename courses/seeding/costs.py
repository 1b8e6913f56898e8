"""The demo's costs: what the programme and hosts paid, and what a training company would have asked. What
facilitators paid themselves comes with the facilitators."""

from datetime import timedelta

from courses import costs, quotes
from courses.models import Cost, Quote, Session
from stepforward.ui.wording import civil_date

Kind, PaidBy, Funded = Cost.Kind, Cost.PaidBy, Cost.Funded
USUAL = (
    (Kind.VENUE, "Room hire", 8_500, PaidBy.HOST),
    (Kind.REFRESHMENTS, "Tea and coffee", 4_275, PaidBy.PROGRAMME),
    (Kind.RESOURCES, "Printed workbooks", 3_120, PaidBy.PROGRAMME),
)


def plant(*, coordinator, now):
    held = Session.objects.filter(state=Session.State.DELIVERED).order_by("-starts_at")[:10]
    for n, session in enumerate(held):
        for kind, words, pence, paid_by in USUAL[: 3 - n % 2]:
            costs.add(
                session=session,
                kind=kind,
                words=words,
                pence=pence + 135 * n,
                paid_by=paid_by,
                funded=Funded.YES if paid_by == PaidBy.PROGRAMME else "",
                funded_by="NHS England" if paid_by == PaidBy.PROGRAMME else "",
                by=coordinator,
                now=session.ends_at + timedelta(days=2),
            )
    course, today = held[0].course, civil_date(now)
    for offered_by, basis, pence, days in (
        ("Northern Training Partners", Quote.Basis.COURSE, 145_000, 300),
        ("Speak Up Associates", Quote.Basis.HEAD, 6_500, 60),
    ):
        quotes.add(
            course=course,
            offered_by=offered_by,
            offered_on=today - timedelta(days=days),
            valid_until=today + timedelta(days=120),
            basis=basis,
            pence=pence,
            by=coordinator,
            now=now,
        )
