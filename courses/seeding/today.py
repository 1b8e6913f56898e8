"""The demo's session that is on right now: some have checked in, one came late, one nobody knows."""

from datetime import timedelta

from courses import check_ins, headcounts, registers
from courses.models import Booking, Session


def plant(story):
    """Begun a little while ago, whenever that is, so that there is a code to look at."""
    now = story.now.replace(second=0, microsecond=0)
    session = Session.objects.create(
        course=story.bystander,
        organisation=story.trusts["RM3"],
        venue=story.venues["RM3"],
        team_name="Theatres",
        starts_at=now - timedelta(minutes=25),
        ends_at=now + timedelta(minutes=95),
        capacity=20,
        state=Session.State.OPEN,
        planned_by=story.coordinator,
        opened_at=now - timedelta(days=21),
        walk_ins_welcome=True,
    )
    booked = Booking.objects.bulk_create(story.participants(session, 16, marked=False))
    for booking in booked[:7]:
        check_ins.say_here(session=session, email=booking.email, now=session.starts_at - timedelta(minutes=4))
    check_ins.say_here(session=session, email="z.mills@personal.example", now=session.starts_at)
    check_ins.add_oneself(session=session, **story.somebody(session.organisation), now=session.starts_at)
    registers.note_stay(
        booking=booked[7],
        came_late=True,
        arrived_at=session.starts_at + timedelta(minutes=15),
        by=story.coordinator,
        now=now,
    )
    headcounts.count_heads(session=session, heads={"02": 3}, by=story.coordinator, now=now)
