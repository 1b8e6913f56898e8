"""That two who look alike are two people: said, remembered, and taken back."""

from django.db import transaction

from courses.models import TwoPeople
from courses.refusals import SamePerson
from stepforward.audit.recording import record


@transaction.atomic
def say_apart(*, one, other, by):
    """These are two people, however alike; they are not shown again, and cannot be merged until somebody
    takes that back. Raises SamePerson."""
    first, second = sorted([one, other], key=lambda booking: booking.pk)
    if first == second or (first.email and first.email.lower() == second.email.lower()):
        raise SamePerson("These bookings have one email address, so they are one person's.")
    if TwoPeople.objects.between(first.email, second.email).exists():
        return
    _, made = TwoPeople.objects.get_or_create(first=first, second=second)
    if made:
        record("said to be two people", first, by=by, other=second.pk)


@transaction.atomic
def take_back(*, one, other, by):
    """They may be one after all, and are shown again; whether anything had been said."""
    first, second = sorted([one, other], key=lambda booking: booking.pk)
    said, _ = TwoPeople.objects.between(first.email, second.email).delete()
    if said:
        record("not said to be two people any more", first, by=by, other=second.pk)
    return bool(said)
