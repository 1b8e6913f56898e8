from django.db import models


class Moved(models.Model):
    """One thing that a run made, or a row that it made it from, so that the same row never makes it again."""

    run = models.ForeignKey("importing.Run", on_delete=models.CASCADE, related_name="moved")
    key = models.CharField(max_length=64, unique=True, help_text="A keyed hash of what makes the row itself.")
    content = models.CharField(max_length=64, help_text="A keyed hash of all that the row says.")
    about = models.CharField(max_length=60, help_text='The model, as in "courses.Session".')
    about_id = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "about"])]

    def __str__(self):
        return f"{self.about} {self.about_id}"
