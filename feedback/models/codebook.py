from django.db import models
from django.db.models import Q


class Codebook(models.Model):
    """One version of the themes that comments are read for. A trigger refuses to change what is finished."""

    version = models.PositiveSmallIntegerField(unique=True)
    finished = models.BooleanField(
        default=False, help_text="Comments are coded with it, so nothing in it changes."
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["finished"], condition=Q(finished=False), name="codebook_one_draft"
            )
        ]

    def __str__(self):
        return f"version {self.version}"


class Theme(models.Model):
    """Something that people say in many comments."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="themes")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    covers = models.CharField(max_length=300)
    example = models.CharField(max_length=300, blank=True, help_text="Made up; never somebody's words.")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["codebook", "code"], name="theme_once_a_codebook"),
        ]

    def __str__(self):
        return self.name
