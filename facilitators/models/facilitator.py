from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stepforward.people.access import rows_granted
from stepforward.people.roles import Permission
from stepforward.people.staff_groups import StaffGroup

MOST_MILES = 300
MOST_NOTICE = 90  # days


class FacilitatorQuerySet(models.QuerySet):
    def active(self):
        return self.filter(left_on=None, user__is_active=True)

    def visible_to(self, user):
        """All to those who see the roster; oneself to everybody else."""
        if user.is_authenticated and user.may(Permission.SEE_ROSTER):
            return self
        return self.filter(user_id=user.pk)

    def growth_visible_to(self, user):
        """All to those who see everybody's growth; to others oneself, and those whom one may sign for."""
        return self.filter(rows_granted("facilitators.Facilitator", Permission.SEE_GROWTH, user))


class Facilitator(models.Model):
    """Somebody who delivers courses. They sign in; what they are to the programme is here."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="facilitator"
    )
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="facilitators"
    )
    post = models.CharField(max_length=120, blank=True, help_text='As in "ST4 paediatrics".')
    staff_group = models.CharField(max_length=2, choices=StaffGroup, blank=True)
    base = models.CharField(max_length=80, blank=True, help_text="The town they travel from.")
    sessions_a_month = models.PositiveSmallIntegerField(default=2, help_text="At most.")
    miles_at_most = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How far they travel from their base; empty for however far it is."
    )
    online_only = models.BooleanField(default=False)
    notice_days = models.PositiveSmallIntegerField(
        default=0, help_text="How many days before a session they need to be asked."
    )
    usual_until = models.DateField(
        null=True, blank=True, help_text="Up to which day their usual week is in their windows."
    )
    asked_on = models.DateField(
        null=True, blank=True, help_text="When we last wrote to ask when they are free."
    )
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    objects = FacilitatorQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="facilitator_joins_before_leaving",
            ),
            models.CheckConstraint(
                condition=Q(sessions_a_month__lte=31), name="facilitator_limit_is_sensible"
            ),
            models.CheckConstraint(
                condition=Q(miles_at_most=None) | Q(miles_at_most__lte=MOST_MILES),
                name="facilitator_travel_is_sensible",
            ),
            models.CheckConstraint(
                condition=Q(notice_days__lte=MOST_NOTICE), name="facilitator_notice_is_sensible"
            ),
        ]

    def __str__(self):
        return self.user.name
