"""Who booked or attended. Reading only.

Each person is spoken for by one booking: the newest with their address that did not end in another.
"""

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower

from courses.models import Booking, Certificate
from stepforward.outbox.models import OutgoingEmail

NEEDS = ("needs", "dietary", "cancelled_note")  # for those who run the session, and never read here
HAS_ADDRESS = ~Q(email="")


def people():
    """The booking that speaks for each person, by name. What was erased speaks for nobody."""
    stands = Booking.objects.exclude(state=Booking.State.MERGED)
    newest = stands.filter(HAS_ADDRESS).order_by().values(of=Lower("email")).annotate(pk_=Max("pk"))
    left_none = Q(email="") & ~Q(name="")
    found = stands.filter(Q(pk__in=newest.values("pk_")) | left_none).defer(*NEEDS)
    return found.alias(address=Lower("email")).select_related("organisation").order_by("name", "pk")


def with_attendance(people):
    """Each with `sessions`, how many they attended, and `last_seen`, when the last of them was, or None."""
    theirs = Q(address=Lower(OuterRef("email"))) & HAS_ADDRESS | Q(pk=OuterRef("pk"))
    attended = Booking.objects.attended().alias(address=Lower("email")).filter(theirs)
    whole = attended.order_by().values(of=F("attendance"))
    return people.annotate(
        sessions=Coalesce(Subquery(whole.annotate(n=Count("session", distinct=True)).values("n")), 0),
        last_seen=Subquery(whole.annotate(last=Max("session__starts_at")).values("last")),
    )


def any_of_whose(people, fits):
    """Those of `people` of whom any booking `fits` (a Q), not only the one that speaks for them."""
    fitting = Booking.objects.filter(fits)
    addresses = fitting.filter(HAS_ADDRESS).order_by().values(of=Lower("email"))
    return people.filter(Q(address__in=addresses) & HAS_ADDRESS | Q(pk__in=fitting.values("pk")))


def named(people, words):
    """Those of whom a name or an address, now or before, holds `words`."""
    return any_of_whose(people, Q(name__icontains=words) | Q(email__icontains=words))


def speaking_for(booking):
    """The booking that speaks for the person of `booking`, with what they
    attended. None for what was erased."""
    whose = Q(address=booking.email.lower()) if booking.email else Q(pk=booking.pk)
    return with_attendance(people().filter(whose)).first()


def bookings_of(person):
    """Everything that the person booked, the latest session first."""
    theirs = Booking.objects.of(person.email) if person.email else Booking.objects.filter(pk=person.pk)
    rows = theirs.defer(*NEEDS).select_related("session__course", "session__venue", "organisation")
    return rows.order_by("-session__starts_at", "-pk")


def certificates_of(person):
    """The newest first; those that were withdrawn, too."""
    return Certificate.objects.filter(booking__in=bookings_of(person).values("pk")).order_by(
        "-issued_at", "-pk"
    )


def emails_of(person, reader):
    """What was sent to their address, as far as `reader` may see it, the newest first, without its text."""
    visible = OutgoingEmail.objects.visible_to(reader).defer("text", "calendar", "sealed_links")
    return visible.filter(to_email__iexact=person.email) if person.email else visible.none()
