"""A facilitator course makes trained facilitators, by itself: who attended one, as its closed register says,
is trained to deliver the courses that it makes facilitators of. Where the register was put right since, that
is taken back, unless something has come of it."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from courses.certifying import BY_ITSELF_WITHIN
from courses.models import Booking, Course, Session
from facilitators.availability import hold
from facilitators.growing import emails, joining, stages
from facilitators.models import Accreditation, Facilitator, StageChange
from stepforward.audit.recording import record
from stepforward.people.models import User
from stepforward.ui.wording import civil_date

Kind, Stage = StageChange.Kind, Accreditation.Stage
AT_ONCE = 200


def not_yet_trained(now):
    """Bookings of who attended, lately, a course that makes facilitators, and is none yet; each with
    `makes`, the key of the course that they may deliver then. Old records make nobody."""
    held = Accreditation.objects.filter(course=OuterRef("makes")).filter(
        Q(source_booking=OuterRef("pk")) | Q(facilitator__user__email__iexact=OuterRef("email"))
    )
    closed = User.objects.filter(is_active=False, email__iexact=OuterRef("email"))
    lately = Booking.objects.trained().filter(
        session__state=Session.State.DELIVERED,
        session__ends_at__gt=now - BY_ITSELF_WITHIN,
        session__course__makes_facilitators_of__isnull=False,
    )
    return (
        lately.exclude(email="")
        .annotate(makes=F("session__course__makes_facilitators_of"))
        .filter(~Exists(held), ~Exists(closed))
        .order_by("session__starts_at", "pk", "makes")
    )


def train_due(*, now):
    """Make facilitators of those, and take back what registers do not say any more; returns how many of
    each."""
    courses = Course.objects.in_bulk()
    due = not_yet_trained(now)[:AT_ONCE]
    made = [one for one in due if train(booking=one, course=courses[one.makes], now=now)]
    taken = [one for one in no_longer_attended()[:AT_ONCE] if take_back(accreditation=one, now=now)]
    return len(made), len(taken)


@transaction.atomic
def train(*, booking, course, now):
    """Whoever this booking is of is trained to deliver `course`, and told. None where they are already, or
    did not attend after all."""
    booking = (
        Booking.objects.select_for_update(of=["self"])
        .select_related("session__course", "organisation")
        .get(pk=booking.pk)
    )
    if not Booking.objects.trained().filter(pk=booking.pk).exists():
        return None
    facilitator = joining.join(
        email=booking.email, name=booking.name, organisation=booking.organisation, by=None, now=now
    )
    hold(facilitator)
    if facilitator.accreditations.filter(course=course).exists():
        return None
    held = stages.begin(
        facilitator=facilitator,
        course=course,
        stage=Stage.TRAINED,
        since=civil_date(booking.session.starts_at),
        kind=Kind.TRAINED,
        source=booking.session,
        booking=booking,
        by=None,
        now=now,
    )
    emails.trained(held)
    return held


def no_longer_attended():
    """Accreditations whose place in the facilitator course is not marked as attended any more, of which
    nothing has come. A booking that was merged counts as the one that stayed."""
    return doubted().filter(~came_of_it())


def doubted():
    """All of them, whatever came of it."""
    attended = Booking.objects.trained().filter(
        Q(pk=OuterRef("source_booking")) | Q(merged_from=OuterRef("source_booking"))
    )
    return (
        Accreditation.objects.exclude(source_booking=None)
        .filter(~Exists(attended))
        .select_related("facilitator__user", "course", "source")
        .order_by("pk")
    )


def came_of_it():
    """Whether anything has come of an accreditation: they are beyond trained, or were asked, or have said
    when they are free."""
    person = Facilitator.objects.filter(pk=OuterRef("facilitator"))
    did = person.filter(
        Q(assignments__isnull=False)
        | Q(said__isnull=False)
        | Q(usual__isnull=False)
        | Q(busy_calendars__isnull=False)
        | Q(leaves__isnull=False)
    )
    return ~Q(stage=Stage.TRAINED) | Exists(did)


@transaction.atomic
def take_back(*, accreditation, now):
    """It is gone, and so are they where they have no other; told only if they were told before. False where
    something has come of it meanwhile."""
    facilitator = hold(accreditation.facilitator)
    held = no_longer_attended().filter(pk=accreditation.pk).first()
    if held is None:
        return False
    stages.write(held, Kind.TAKEN_BACK, before=held.stage, by=None, now=now, source=held.source)
    emails.taken_back(held)
    record("accreditation taken back", held, session=held.source_id, course=held.course.code)
    held.delete()
    if not facilitator.accreditations.exists():
        joining.unjoin(facilitator, by=None, now=now)
    return True
