"""Sessions that were delivered, with people who came, and answers for them."""

from datetime import timedelta

import factory

from courses.models import Booking, Session
from courses.tests import factories as courses
from feedback.questions import RECOMMEND, THEN_NOW


class SessionFactory(courses.SessionFactory):
    """A session delivered the day before `now`, with `attended` people who came and one who did not."""

    class Meta:
        skip_postgeneration_save = True

    class Params:
        now = None

    venue = None
    online_link = "https://meet.example/room"
    starts_at = factory.LazyAttribute(lambda made: made.now - timedelta(days=1))
    delivered_at = factory.LazyAttribute(lambda made: made.ends_at)
    capacity = 60
    state = Session.State.DELIVERED

    @factory.post_generation
    def attended(self, create, number, **_):
        Booking.objects.bulk_create(
            Booking(
                session=self,
                name=f"Person {i}",
                email=f"person{i}@example.test",
                state=Booking.State.BOOKED,
                attendance=Booking.Attendance.ATTENDED if i < (number or 0) else Booking.Attendance.ABSENT,
                booked_at=self.starts_at,
            )
            for i in range((number or 0) + 1)
        )


def answers_to(questions, pairs):
    """Answers to the first five questions that are asked then and now, and to whether one recommends it:
    `pairs` gives (before, now) for each in turn."""
    then_now = [question for question in questions if question["kind"] == THEN_NOW][:5]
    scales = [*then_now, *(question for question in questions if question["code"] == RECOMMEND["code"])]
    return {
        question["code"]: list(pair) if question["kind"] == THEN_NOW else pair[1]
        for question, pair in zip(scales, pairs, strict=False)
    }
