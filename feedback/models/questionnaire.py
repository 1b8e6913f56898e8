from django.db import models


class Wave(models.TextChoices):
    BEFORE = "before", "Before"
    AFTER = "after", "After"
    THREE_MONTHS = "three_months", "Three months on"


class Questionnaire(models.Model):
    """One version of the questions asked of a course in one wave. A trigger refuses to change one that was
    asked.

    `questions` is a list of {"code", "kind", "text"} and sometimes "options": see feedback.questions.
    """

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="questionnaires")
    wave = models.CharField(max_length=15, choices=Wave)
    version = models.PositiveSmallIntegerField()
    questions = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "wave", "version"], name="questionnaire_version_once")
        ]

    def __str__(self):
        return f"{self.course}, {self.get_wave_display()}, version {self.version}"
