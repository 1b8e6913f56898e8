"""A cascade of any size, for measuring: each trained ten others, nine in ten deliver sessions in pairs, with
people in them. Filled with COPY, into tables that are empty."""

from datetime import timedelta

from courses.models import Booking, Course, Session, Venue
from facilitators.copying import as_range, copy
from facilitators.models import Accreditation, Assignment, Facilitator
from stepforward.people.models import User

COHORT, IN_THE_ROOM = 10, 12
TWO_HOURS = timedelta(hours=2)


def fill(*, people, sessions, now):
    """Make `people` facilitators, of whom all but the first were trained by one before them, and `sessions`
    that they delivered; returns the course."""
    course = Course.objects.create(code="measured", name="Measured")
    trains = Course.objects.create(code="measured-trains", name="Measured facilitator course")
    venue = Venue.objects.create(name="Measured", address="1 High Street, Stockport", postcode="SK2 7JE")
    starts = _starts(people, sessions, now)
    trainings = (people + COHORT - 2) // COHORT  # their keys come first, from 1 on
    _people(people, now)
    copy(Session, _sessions(course, trains, venue, starts, trainings))
    copy(Accreditation, _held(people, course, now))
    copy(Assignment, _parts(people, starts, trainings, now))
    copy(Booking, _bookings(range(trainings + 1, len(starts) + 1), now))
    return course


def _pairs(people):
    return people * 9 // 20


def _starts(people, sessions, now):
    """When each session was: one training a day, then as many sessions a day as there are pairs."""
    trainings, pairs = (people + COHORT - 2) // COHORT, _pairs(people)
    days = trainings + sessions // pairs + 1
    begin = now - timedelta(days=days)
    later = [begin + timedelta(days=trainings + n // pairs) for n in range(sessions)]
    return [begin + timedelta(days=n) for n in range(trainings)] + later


def _people(people, now):
    ids = range(1, people + 1)
    account = {"password": "!", "roles": "{facilitator}", "joined_at": now}
    copy(User, (account | {"id": n, "email": f"{n}@measured.example", "name": f"Person {n:05}"} for n in ids))
    copy(Facilitator, ({"id": n, "user_id": n, "joined_on": now.date()} for n in ids))


def _sessions(course, trains, venue, starts, trainings):
    for n, at in enumerate(starts):
        yield {
            "id": n + 1,
            "course_id": (trains if n < trainings else course).pk,
            "venue_id": venue.pk,
            "starts_at": at,
            "ends_at": at + TWO_HOURS,
            "capacity": 20,
            "state": Session.State.DELIVERED.value,
            "delivered_at": at + TWO_HOURS,
        }


def _held(people, course, now):
    for n in range(1, people + 1):
        yield {
            "facilitator_id": n,
            "course_id": course.pk,
            "stage": Accreditation.Stage.LEAD.value,
            "since": now.date(),
            "source_id": (n - 2) // COHORT + 1 if n > 1 else None,
        }


def _parts(people, starts, trainings, now):
    """The nth training is led by the nth person; each pair of a day has one session."""
    for n, at in enumerate(starts):
        pair = (n - trainings) % _pairs(people)
        team = [n + 1] if n < trainings else [2 * pair + 1, 2 * pair + 2]
        for place, person in enumerate(team):
            yield {
                "facilitator_id": person,
                "session_id": n + 1,
                "part": (Assignment.Part.CO_FACILITATOR if place else Assignment.Part.LEAD).value,
                "state": Assignment.State.ACCEPTED.value,
                "blocked": as_range(at, at + TWO_HOURS),
                "offered_at": now,
                "answer_by": now,
                "answered_at": now,
            }


def _bookings(sessions, now):
    for session in sessions:
        for n in range(IN_THE_ROOM):
            yield {
                "session_id": session,
                "name": f"Participant {n}",
                "state": Booking.State.BOOKED.value,
                "attendance": Booking.Attendance.ATTENDED.value,
                "booked_at": now,
            }
