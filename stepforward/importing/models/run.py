from django.conf import settings
from django.db import models
from django.db.models import Q

from stepforward.people.roles import Permission


class RunQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_authenticated and user.may(Permission.MOVE_RECORDS):
            return self.defer("content")
        return self.none()


class Run(models.Model):
    """One file that was brought: looked through, then perhaps moved in, then perhaps taken back."""

    class State(models.TextChoices):
        BROUGHT = "brought", "Brought"
        LOOKED_THROUGH = "looked_through", "Looked through"
        MOVED_IN = "moved_in", "Moved in"
        TAKEN_BACK = "taken_back", "Taken back"

    name = models.CharField(max_length=200, help_text="What the file was called.")
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=State, default=State.BROUGHT)
    content = models.BinaryField(null=True, help_text="The file, until it is moved in or a day has passed.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    brought_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    left_out = models.CharField(max_length=500, blank=True, help_text="Headings of columns nobody reads.")
    questions = models.JSONField(default=list, help_text="What has to be confirmed before more can be made.")
    choices = models.JSONField(default=dict, help_text="What was chosen for the whole file.")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    rows=models.F("made") + models.F("unchanged") + models.F("doubtful") + models.F("refused")
                ),
                name="import_run_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["brought", "looked_through"]) | Q(moved_at__isnull=False),
                name="import_run_moved_has_its_time",
            ),
        ]

    def __str__(self):
        return self.name
