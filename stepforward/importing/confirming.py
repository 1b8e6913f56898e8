"""Saying once what a word in a file means, and forgetting it again."""

from django.db import transaction

from stepforward.audit.recording import record
from stepforward.importing.models import Meaning
from stepforward.importing.wording import squeezed


@transaction.atomic
def confirm(*, meanings, by, now):
    """Remember {(subject, said): means}; what was confirmed before is replaced."""
    for (subject, said), means in meanings.items():
        meaning, _ = Meaning.objects.update_or_create(
            subject=subject,
            said=squeezed(said)[:200],
            defaults={"means": means, "by": by, "confirmed_at": now},
        )
        record("meaning confirmed", meaning, by=by, subject=str(subject), means=means)


@transaction.atomic
def forget(*, meaning, by):
    record("meaning forgotten", meaning, by=by, subject=meaning.subject, means=meaning.means)
    meaning.delete()
