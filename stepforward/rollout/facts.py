from django.db import transaction

from stepforward.rollout.models import Fact


@transaction.atomic
def replace(source, facts):
    """Put `facts`, dicts of a Fact's fields without `source`, in place of all that `source`, a saved row,
    gave."""
    name = f"{source._meta.label}:{source.pk}"
    Fact.objects.filter(source=name).delete()
    Fact.objects.bulk_create([Fact(source=name, **fact) for fact in facts])
