"""What facilitators ask of us. Matching keeps to it; the coordinator, who may have spoken to them, may ask
all the same."""

from django.db import transaction

from stepforward.audit.recording import record

WISHES = ("sessions_a_month", "base", "miles_at_most", "online_only", "notice_days")


@transaction.atomic
def wish(*, facilitator, by, **wishes):
    """At most so many sessions in a calendar month, so many miles from their base, online only, and how many
    days' notice; only those given change."""
    unknown = set(wishes) - set(WISHES)
    if unknown:
        raise ValueError(f"Nobody can wish {unknown}.")
    for name, value in wishes.items():
        setattr(facilitator, name, value)
    facilitator.save(update_fields=list(wishes))
    record("wishes said", facilitator, by=by, fields=sorted(wishes))
