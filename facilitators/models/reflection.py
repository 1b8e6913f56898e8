from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from stepforward.people.roles import Permission

MOST = 2000  # characters of each answer


class ReflectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; where its writer shares it, to those who read what is shared."""
        own = Q(assignment__facilitator__user=user.pk)
        reads = user.is_authenticated and user.may(Permission.READ_REFLECTIONS)
        return self.filter(own | Q(shared=True)) if reads else self.filter(own)

    def with_session(self):
        return self.select_related(
            "assignment__facilitator__user", "assignment__session__course", "assignment__session__venue"
        )


class Reflection(models.Model):
    """What somebody made of their own part in a session: theirs alone, unless they share it."""

    assignment = models.OneToOneField(
        "facilitators.Assignment", on_delete=models.CASCADE, related_name="reflection"
    )
    went_well = models.TextField(max_length=MOST, blank=True)
    would_change = models.TextField(max_length=MOST, blank=True)
    shared = models.BooleanField("shared with coordinators and programme leads", default=False)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ["-assignment__session__starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(went_well="", would_change=""), name="reflection_says_something"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("went_well"), MOST)
                & LessThanOrEqual(Length("would_change"), MOST),
                name="reflection_is_no_essay",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__gte=F("written_at")), name="reflection_changed_after_it_was_written"
            ),
        ]

    def __str__(self):
        return f"reflection {self.pk}"
