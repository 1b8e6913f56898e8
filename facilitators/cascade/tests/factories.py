"""A cascade in a few words: who was trained in which course, and who delivered what."""

from datetime import timedelta

from courses.tests.factories import BookingFactory, CourseFactory
from facilitators.models import Accreditation
from facilitators.tests.factories import TUESDAY, FacilitatorFactory, SessionFactory, assigned

A_DAY = timedelta(days=1)


def training(day=-100, *team):
    """A facilitator course on that day from TUESDAY, delivered by `team`, the lead first."""
    return _held(CourseFactory(code="facilitator-course", name="Facilitator course"), day, team)


def delivered(*team, day=-50, people=0, course=None):
    """A session of the course itself, so many in the room."""
    session = _held(course or CourseFactory(), day, team)
    BookingFactory.create_batch(people, session=session, attendance="attended")
    return session


def trained(source=None, stage="lead", course=None, **details):
    """A facilitator whom that facilitator course trained."""
    held = Accreditation.objects.create(
        facilitator=FacilitatorFactory(**details),
        course=course or CourseFactory(),
        stage=stage,
        since=(source.starts_at if source else TUESDAY - 400 * A_DAY).date(),
        source=source,
    )
    return held.facilitator


def _held(course, day, team):
    at = TUESDAY + day * A_DAY
    session = SessionFactory(course=course, starts_at=at, state="delivered", delivered_at=at)
    for n, one in enumerate(team):
        assigned(one, session, "co_facilitator" if n else "lead")
    return session
