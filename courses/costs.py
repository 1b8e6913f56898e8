"""What sessions cost: added, changed, removed, and paid back to whoever paid out of their own pocket."""

from django.db import transaction

from courses.models import Cost
from courses.refusals import NotOwed, PaidBack
from stepforward.audit.recording import record
from stepforward.people.roles import Permission
from stepforward.ui.wording import civil_date

FIELDS = ("kind", "words", "pence", "paid_by", "payer", "paid_back_on", "funded", "funded_by")
OPEN_TO_ALL = ("kind", "pence", "paid_by", "funded")  # what an audit event may say: no names, no words


@transaction.atomic
def add(*, session, kind, words="", pence, by, now, **said):
    """Keep a cost of a session. `said` is who paid and whether it was funded, in the model's own fields."""
    cost = Cost.objects.create(
        session=session, kind=kind, words=words, pence=pence, added_by=by, added_at=now, **said
    )
    record(
        "cost added", cost, by=by, session=session.pk, **{name: getattr(cost, name) for name in OPEN_TO_ALL}
    )
    return cost


@transaction.atomic
def change(*, cost, by, **said):
    """Put a cost right. Raises PaidBack for whoever does not keep the costs."""
    cost = _held(cost, by)
    changed = [name for name in FIELDS if name in said and getattr(cost, name) != said[name]]
    for name in changed:
        setattr(cost, name, said[name])
    if changed:
        cost.save(update_fields=changed)
        record("cost changed", cost, by=by, session=cost.session_id, changed=changed, pence=cost.pence)
    return cost


@transaction.atomic
def remove(*, cost, by):
    """Take a cost out again. Raises PaidBack as `change` does."""
    cost = _held(cost, by)
    record("cost removed", cost, by=by, session=cost.session_id, kind=cost.kind, pence=cost.pence)
    cost.delete()


@transaction.atomic
def pay_back(*, cost, by, now):
    """The facilitator who paid has their money back today. Raises NotOwed."""
    cost = Cost.objects.select_for_update().get(pk=cost.pk)
    if not cost.is_owed:
        raise NotOwed("This was paid back before, or no facilitator paid it.")
    cost.paid_back_on = civil_date(now)
    cost.save(update_fields=["paid_back_on"])
    record("cost paid back", cost, by=by, session=cost.session_id, pence=cost.pence)
    return cost


def _held(cost, by):
    cost = Cost.objects.select_for_update(of=["self"]).get(pk=cost.pk)
    if cost.paid_back_on and not by.may(Permission.KEEP_COSTS):
        raise PaidBack("You have this money back, so it stays as it is. Ask the coordinator to put it right.")
    return cost
