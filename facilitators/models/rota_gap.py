from django.db import models


class RotaGap(models.Model):
    """A session for which a rota found no whole team, and why."""

    rota = models.ForeignKey("facilitators.Rota", on_delete=models.CASCADE, related_name="gaps")
    session = models.ForeignKey("courses.Session", on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=300)

    class Meta:
        ordering = ["session__starts_at", "session"]
        constraints = [models.UniqueConstraint(fields=["rota", "session"], name="rota_gap_once_a_session")]

    def __str__(self):
        return self.why
