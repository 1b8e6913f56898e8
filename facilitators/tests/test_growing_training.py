"""A facilitator course makes trained facilitators, once, and takes back what its register does not say."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from courses import correcting, registers
from courses.models import Course
from courses.tests.factories import BookingFactory, CourseFactory
from facilitators.growing import stages, training
from facilitators.models import Accreditation, Facilitator, StageChange
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, accredited, ahead, assigned, says
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
Kind = StageChange.Kind


@pytest.fixture
def bystander():
    return CourseFactory()


@pytest.fixture
def course(bystander):
    course = Course.objects.create(code="facilitator-course", name="Facilitator course", minutes=360)
    course.makes_facilitators_of.add(bystander)
    return course


@pytest.fixture
def session(course):
    """Yesterday's facilitator course, with its register open."""
    return SessionFactory(course=course, starts_at=ahead(-1), state="open")


def close(session, *, came, absent=(), by):
    after = session.ends_at + timedelta(hours=1)
    registers.mark(session=session, attended=came, absent=absent, by=by, now=after)
    registers.close(session=session, by=by, now=after)
    return after


def put_right(booking, now, *, by, attended):
    correcting.put_right(booking=booking, name=booking.name, attended=attended, by=by, now=now)


def test_who_attended_becomes_a_trained_facilitator_with_its_source_and_is_told(
    session, course, bystander, coordinator
):
    # given a trainer who leads it, one who came, one who did not
    assigned(accredited("trainer", course=course), session)
    came, stayed_away = BookingFactory(session=session), BookingFactory(session=session)
    # when its register is closed, and beat asks twice
    now = close(session, came=[came], absent=[stayed_away], by=coordinator)
    assert training.train_due(now=now) == (1, 0)
    assert training.train_due(now=now) == (0, 0)
    # then
    held = Accreditation.objects.get(facilitator__user__email=came.email)
    assert (held.stage, held.course, held.source, held.source_booking) == (
        "trained",
        bystander,
        session,
        came,
    )
    assert held.facilitator.user.roles == [Role.FACILITATOR]
    assert held.facilitator.user.name == came.name
    (step,) = stages.steps_of(held)
    assert (step.kind, step.source, step.by) == (Kind.TRAINED, session, None)
    (email,) = OutgoingEmail.objects.filter(to_email=came.email, kind__startswith="facilitators/")
    assert "one of our facilitators for Active Bystander" in email.text
    assert not User.objects.filter(email=stayed_away.email).exists()
    assert not OutgoingEmail.objects.filter(kind="people/invited").exists()


def test_who_facilitates_already_keeps_their_stage_and_their_account(session, coordinator, bystander):
    # given a lead, and a dean, who both come
    lead, dean = accredited("lead", course=bystander), person(Role.DEAN)
    places = [BookingFactory(session=session, email=user.email.upper()) for user in (lead.user, dean)]
    # when
    training.train_due(now=close(session, came=places, by=coordinator))
    # then
    assert [held.stage for held in lead.accreditations.all()] == ["lead"]
    assert User.objects.get(pk=dean.pk).roles == [Role.DEAN, Role.FACILITATOR]
    assert Accreditation.objects.get(facilitator__user=dean).stage == "trained"


def test_who_had_left_is_back(session, coordinator, now):
    gone = FacilitatorFactory(left_on=now.date())
    place = BookingFactory(session=session, email=gone.user.email)
    training.train_due(now=close(session, came=[place], by=coordinator))
    assert Facilitator.objects.active().filter(pk=gone.pk).exists()


@pytest.mark.parametrize("why", ["other course", "too little", "closed account", "no address", "long ago"])
def test_nobody_else_is_made_a_facilitator(why, session, bystander, coordinator):
    place = BookingFactory(session=session, email="" if why == "no address" else "jo@nowhere.example")
    if why == "other course":
        session.course = bystander
        session.save()
    if why == "closed account":
        User.objects.create_user(place.email, name="Jo", roles=[])
        User.objects.update(is_active=False)
    now = close(session, came=[place], by=coordinator)
    if why == "too little":
        correcting.put_right(
            booking=place, name=place.name, attended=True, took_part=False, by=coordinator, now=now
        )
    later = timedelta(days=31) if why == "long ago" else timedelta(0)
    assert training.train_due(now=now + later) == (0, 0)
    assert not Accreditation.objects.exists()


def test_an_attendance_taken_back_takes_the_stage_back_while_nothing_came_of_it(session, coordinator):
    # given somebody made a facilitator, whose email has gone
    place = BookingFactory(session=session)
    now = close(session, came=[place], by=coordinator)
    training.train_due(now=now)
    OutgoingEmail.objects.filter(kind="facilitators/trained").update(state="sent", sent_at=now)
    # when the register is put right
    put_right(place, now, by=coordinator, attended=False)
    assert training.train_due(now=now) == (0, 1)
    assert training.train_due(now=now) == (0, 0)
    # then they are nothing any more, are told, and the history says both
    facilitator = Facilitator.objects.get()
    assert not Accreditation.objects.exists()
    assert (facilitator.left_on is not None, facilitator.user.roles) == (True, [])
    assert OutgoingEmail.objects.filter(kind="facilitators/trained_taken_back").count() == 1
    steps = facilitator.stage_changes.all()
    assert [step.kind for step in steps] == [Kind.TRAINED, Kind.TAKEN_BACK]
    assert stages.replayed(steps) == ("", False)
    # and if they came after all, they are again
    put_right(place, now, by=coordinator, attended=True)
    assert training.train_due(now=now) == (1, 0)
    assert Facilitator.objects.active().get().user.roles == [Role.FACILITATOR]


def test_who_was_not_told_yet_hears_nothing_of_it(session, coordinator):
    place = BookingFactory(session=session)
    now = close(session, came=[place], by=coordinator)
    training.train_due(now=now)
    put_right(place, now, by=coordinator, attended=False)
    training.train_due(now=now)
    states = OutgoingEmail.objects.filter(kind__startswith="facilitators/").values_list("kind", "state")
    assert list(states) == [("facilitators/trained", "withdrawn")]


@pytest.mark.parametrize("since", ["asked", "said", "signed"])
def test_what_came_of_it_stays_with_the_doubt(since, session, coordinator):
    place = BookingFactory(session=session)
    now = close(session, came=[place], by=coordinator)
    training.train_due(now=now)
    held = Accreditation.objects.get()
    if since == "asked":
        assigned(held.facilitator, SessionFactory(starts_at=ahead()), "shadow", "declined")
    elif since == "said":
        says(held.facilitator, ahead().date(), morning="yes")
    else:
        Accreditation.objects.update(stage="shadowing")
    put_right(place, now, by=coordinator, attended=False)
    assert training.train_due(now=now) == (0, 0)
    assert list(training.doubted()) == [held]


def test_a_merged_booking_counts_as_the_one_that_stayed(session, coordinator):
    place, other = BookingFactory(session=session), BookingFactory(session=session)
    now = close(session, came=[place, other], by=coordinator)
    training.train_due(now=now)
    place.attendance, place.state, place.merged_into, place.ended_at = "", "merged", other, now
    place.save()
    assert training.train_due(now=now) == (0, 0)
    assert not training.doubted().exists()


def test_history_is_only_added_to(session, coordinator):
    training.train_due(now=close(session, came=[BookingFactory(session=session)], by=coordinator))
    for change in (
        lambda: StageChange.objects.update(stage="lead"),
        lambda: StageChange.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="stays written down"), transaction.atomic():
            change()


def test_beat_asks_for_it():
    assert "facilitators.train" in {due["task"] for due in settings.CELERY_BEAT_SCHEDULE.values()}


# --- Inviting somebody ---

SAID = {
    "name": "Jo Brennan",
    "email": "jo@nowhere.example",
    "post": "ST4",
    "base": "Bolton",
    "organisation": "",
}


def test_only_coordinators_invite(coordinator, dean, stranger):
    people = (coordinator, FacilitatorFactory().user, dean, stranger, None)
    answers = [signed_in_as(user).get("/facilitators/invite/").status_code for user in people]
    assert answers == [200, 403, 403, 404, 302]


def test_somebody_invited_has_an_account_a_record_and_an_email(coordinator):
    answer = signed_in_as(coordinator).post("/facilitators/invite/", SAID)
    one = Facilitator.objects.get()
    assert (answer.status_code, answer["location"]) == (302, f"/facilitators/{one.pk}/")
    assert (one.user.roles, one.base) == (["facilitator"], "Bolton")
    assert OutgoingEmail.objects.get().kind == "people/invited"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"email": "no address"}, "Enter an email address in the correct format"),
        ({"name": "a\x00b"}, "Name"),
        ({"name": ""}, "Enter their name"),
        ({"post": "x" * 10_000}, "120 characters or fewer"),
        ({"organisation": "9" * 25}, "Select their organisation"),
    ],
)
def test_bad_words_are_said_at_their_place_and_nothing_is_lost(said, words, coordinator):
    answer = signed_in_as(coordinator).post("/facilitators/invite/", SAID | said)
    assert answer.status_code == 422
    assert words in answer.content.decode() and 'value="Bolton"' in answer.content.decode()
    assert not Facilitator.objects.exists()


def test_who_facilitates_already_or_whose_account_is_closed_is_not_invited(coordinator):
    one = FacilitatorFactory()
    client = signed_in_as(coordinator)
    assert (
        "facilitates already"
        in client.post("/facilitators/invite/", SAID | {"email": one.user.email.upper()}).content.decode()
    )
    User.objects.filter(pk=one.user_id).update(is_active=False)
    Facilitator.objects.update(left_on="2026-01-01")
    assert (
        "was closed"
        in client.post("/facilitators/invite/", SAID | {"email": one.user.email}).content.decode()
    )
