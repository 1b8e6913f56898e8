import hashlib
import json

from django.db import models
from django.db.models import Q


class Wave(models.TextChoices):
    BEFORE = "before", "Before"
    AFTER = "after", "After"
    THREE_MONTHS = "three_months", "Three months on"


class QuestionnaireQuerySet(models.QuerySet):
    def asked(self):
        """Those that people are, or were, asked: no drafts."""
        return self.filter(is_draft=False)

    def newest(self):
        """The version that is asked now, or None; no draft, and never what was asked elsewhere."""
        return self.asked().filter(version__gt=Questionnaire.MOVED_IN).order_by("-version").first()


class Questionnaire(models.Model):
    """One version of the questions asked of a course in one wave. Triggers refuse to change one that is no
    draft, and to ask one that is.

    Version 0 is what was asked elsewhere, before: its answers were moved in, and it is never asked again.
    `questions` is a list of {"code", "kind", "text"} and sometimes "options": see feedback.questions.
    """

    MOVED_IN = 0

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="questionnaires")
    wave = models.CharField(max_length=15, choices=Wave)
    version = models.PositiveSmallIntegerField()
    questions = models.JSONField()
    is_draft = models.BooleanField(default=False, help_text="Being written: nobody is asked it yet.")

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "wave", "version"], name="questionnaire_version_once"),
            models.UniqueConstraint(
                fields=["course", "wave"], condition=Q(is_draft=True), name="questionnaire_one_draft"
            ),
        ]

    def __str__(self):
        return f"{self.course}, {self.get_wave_display()}, version {self.version}"

    @property
    def seen_as(self):
        """What somebody who changes a draft has seen; another as soon as somebody else was quicker."""
        what = f"{self.is_draft}|{json.dumps(self.questions, sort_keys=True)}"
        return hashlib.sha256(what.encode()).hexdigest()[:16]
