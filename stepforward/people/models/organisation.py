from django.db import models
from django.db.models import Q


class OrganisationQuerySet(models.QuerySet):
    def current(self, on):
        """Organisations that exist on the date `on`."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gt=on))


class Organisation(models.Model):
    """An NHS organisation by its ODS code. They merge and are renamed: rows end, they are never deleted."""

    ods_code = models.CharField("ODS code", max_length=10, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    system_code = models.CharField(max_length=10, blank=True)
    system_name = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")),
                name="organisation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_to__isnull=False),
                name="organisation_succeeded_has_ended",
            ),
            models.CheckConstraint(
                condition=~Q(successor=models.F("id")), name="organisation_not_its_own_successor"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def short(self):
        return self.short_name or self.name
