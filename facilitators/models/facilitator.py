from django.conf import settings
from django.db import models


class FacilitatorQuerySet(models.QuerySet):
    def active(self):
        return self.filter(left_on=None, user__is_active=True)


class Facilitator(models.Model):
    """Somebody who delivers courses. They sign in; what they are to the programme is here."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="facilitator")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="facilitators"
    )
    post = models.CharField(max_length=120, blank=True, help_text='As in "ST4 paediatrics".')
    base = models.CharField(max_length=80, blank=True, help_text="The town they travel from.")
    sessions_a_month = models.PositiveSmallIntegerField(default=2, help_text="At most.")
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    objects = FacilitatorQuerySet.as_manager()

    class Meta:
        ordering = ["user__name"]

    def __str__(self):
        return self.user.name
