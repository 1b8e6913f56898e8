"""What others ask for a course, kept to compare with."""

from django.db import transaction

from courses.models import Quote
from stepforward.audit.recording import record


@transaction.atomic
def add(*, course, offered_by, offered_on, valid_until=None, basis, pence, by, now):
    quote = Quote.objects.create(
        course=course,
        offered_by=offered_by,
        offered_on=offered_on,
        valid_until=valid_until,
        basis=basis,
        pence=pence,
        added_by=by,
        added_at=now,
    )
    record("quote added", quote, by=by, course=course.pk, basis=basis, pence=pence)
    return quote


@transaction.atomic
def remove(*, quote, by):
    record("quote removed", quote, by=by, course=quote.course_id, basis=quote.basis, pence=quote.pence)
    quote.delete()
