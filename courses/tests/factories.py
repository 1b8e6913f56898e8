"""Courses, venues, sessions, bookings and requests, saved. Times are aware UTC."""

from datetime import UTC, date, datetime, timedelta

import factory

from courses.models import Booking, Course, Session, TrainingRequest, Venue
from stepforward.people.staff_groups import StaffGroup

NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)  # a Tuesday in winter, when London is UTC


class CourseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Course
        django_get_or_create = ["code"]

    code = "active-bystander"
    name = "Active Bystander"


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Education Centre {n}")
    address = "1 High Street, Stockport"
    postcode = "SK2 7JE"


class SessionFactory(factory.django.DjangoModelFactory):
    """Open, two weeks after NOW, at a venue."""

    class Meta:
        model = Session

    course = factory.SubFactory(CourseFactory)
    venue = factory.SubFactory(VenueFactory)
    starts_at = NOW + timedelta(days=14)
    ends_at = factory.LazyAttribute(lambda one: one.starts_at + timedelta(hours=2))
    capacity = 10
    state = Session.State.OPEN


class BookingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Booking

    session = factory.SubFactory(SessionFactory)
    name = factory.Sequence(lambda n: f"Participant {n:03}")
    email = factory.Sequence(lambda n: f"participant.{n}@nowhere.example")
    staff_group = StaffGroup.NURSING
    state = Booking.State.BOOKED
    booked_at = NOW - timedelta(days=30)


class TrainingRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrainingRequest

    other_organisation = "St Elsewhere Hospice"
    team = factory.Sequence(lambda n: f"Team {n:03}")
    setting = "ward"
    delivery = "in_person"
    people = 18
    earliest = date(2026, 2, 2)
    latest = date(2026, 3, 31)
    contact_name = "Jo Brennan"
    contact_email = factory.Sequence(lambda n: f"asks.{n}@nowhere.example")
    asked_at = NOW - timedelta(days=4)
