from django.conf import settings
from django.db import models
from django.db.models import Q

from facilitators.models.accreditation import Accreditation
from stepforward.people.roles import Permission


class ObservationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """To the one observed, the observer, and those who read all of them."""
        if user.is_authenticated and user.may(Permission.READ_OBSERVATIONS):
            return self
        return self.filter(Q(assignment__facilitator__user=user.pk) | Q(observer=user.pk))

    def with_session(self):
        return self.select_related(
            "assignment__facilitator__user",
            "assignment__session__course",
            "assignment__session__venue",
            "observer",
        )


class Observation(models.Model):
    """What a lead saw of somebody's part in a session, to help them on. No marks, and nobody is ranked."""

    assignment = models.ForeignKey(
        "facilitators.Assignment", on_delete=models.PROTECT, related_name="observations"
    )
    observer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen = models.TextField("what was seen", max_length=2000)
    strengths = models.TextField(max_length=2000)
    work_on = models.TextField("one thing to work on", max_length=1000)
    for_stage = models.CharField("about the stage", max_length=20, choices=Accreditation.Stage, blank=True)
    ready = models.BooleanField("ready for it", default=False)
    written_at = models.DateTimeField()

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "observer"], name="observation_once"),
            models.CheckConstraint(
                condition=Q(ready=False) | ~Q(for_stage=""), name="observation_ready_for_something"
            ),
        ]

    def __str__(self):
        return f"observation {self.pk}"
