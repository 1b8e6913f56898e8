from django.db import models


class Wave(models.TextChoices):
    BEFORE = "before", "Before"
    AFTER = "after", "After"
    THREE_MONTHS = "three_months", "Three months on"


class QuestionnaireQuerySet(models.QuerySet):
    def newest(self):
        """The version that is asked now, or None; never what was asked elsewhere."""
        return self.filter(version__gt=Questionnaire.MOVED_IN).order_by("-version").first()


class Questionnaire(models.Model):
    """One version of the questions asked of a course in one wave. A trigger refuses to change one that was
    asked.

    Version 0 is what was asked elsewhere, before: its answers were moved in, and it is never asked again.
    `questions` is a list of {"code", "kind", "text"} and sometimes "options": see feedback.questions.
    """

    MOVED_IN = 0

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="questionnaires")
    wave = models.CharField(max_length=15, choices=Wave)
    version = models.PositiveSmallIntegerField()
    questions = models.JSONField()

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "wave", "version"], name="questionnaire_version_once")
        ]

    def __str__(self):
        return f"{self.course}, {self.get_wave_display()}, version {self.version}"
