from django.conf import settings
from django.db import models
from django.db.models import F, Q


class PassQuerySet(models.QuerySet):
    def live(self):
        """Those that a worker has, or will have."""
        return self.filter(state__in=[Pass.State.WAITING, Pass.State.GOING])


class Pass(models.Model):
    """One pass of a worker over a brought file: it looks it through, or moves it in."""

    class Deed(models.TextChoices):
        LOOK = "look", "Looked through"
        MOVE = "move", "Moved in"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        GOING = "going", "Going on"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        FAILED = "failed", "Failed"

    run = models.ForeignKey("importing.Run", on_delete=models.CASCADE, related_name="passes")
    deed = models.CharField(max_length=10, choices=Deed)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_in_all = models.PositiveIntegerField(default=0, help_text="As far as is known.")
    stop_asked = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True, help_text="Why it failed.")

    objects = PassQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(state__in=["waiting", "going"]), name="import_pass_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(began_at__isnull=False) | Q(state__in=["waiting", "stopped"]),
                name="import_pass_going_has_begun",
            ),
            models.CheckConstraint(
                condition=Q(rows_done__lte=F("rows_in_all")), name="import_pass_does_not_overshoot"
            ),
        ]

    def __str__(self):
        return f"{self.get_deed_display()}: {self.get_state_display()}"

    @property
    def is_live(self):
        return self.state in {self.State.WAITING, self.State.GOING}
