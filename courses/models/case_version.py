from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from courses.models.training_request import Focus, Setting
from stepforward.people.staff_groups import StaffGroup


class CaseVersion(models.Model):
    """What a case said from one moment on. A trigger refuses changes, deletion, and gaps in the numbers."""

    TEXT = ("title", "story", "setting", "staff_groups", "themes", "learning_points", "questions")

    case = models.ForeignKey("courses.CaseReport", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="1 for the first of this case, then 2, 3 …")
    title = models.CharField(max_length=120)
    story = models.TextField(max_length=6000)
    setting = models.CharField(max_length=20, choices=Setting)
    staff_groups = ArrayField(models.CharField(max_length=2, choices=StaffGroup), default=list, blank=True)
    themes = ArrayField(models.CharField(max_length=20, choices=Focus))
    learning_points = models.TextField(max_length=2000, help_text="One a line.")
    questions = models.TextField(max_length=2000, blank=True, help_text="For discussion, one a line.")
    brought_back = models.PositiveIntegerField(
        null=True, blank=True, help_text="The number of the earlier version that this one says again."
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "-number"]
        verbose_name = "version of a case"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_version_numbered_once"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(story="") & ~Q(learning_points=""), name="case_version_is_whole"
            ),
            models.CheckConstraint(
                condition=Q(themes__len__gte=1, themes__contained_by=Focus.values),
                name="case_version_has_known_themes",
            ),
            models.CheckConstraint(
                condition=Q(staff_groups__contained_by=StaffGroup.values),
                name="case_version_for_known_staff_groups",
            ),
            models.CheckConstraint(
                condition=Q(brought_back=None) | Q(brought_back__lt=models.F("number")),
                name="case_version_brings_back_an_earlier_one",
            ),
        ]

    def __str__(self):
        return f"{self.title}, version {self.number}"

    @property
    def text(self):
        """{name: value} of all that it says."""
        return {name: getattr(self, name) for name in self.TEXT}

    @property
    def said_themes(self):
        return ", ".join(Focus(one).label for one in self.themes)

    @property
    def said_staff_groups(self):
        return ", ".join(StaffGroup(one).label for one in self.staff_groups)

    @property
    def points(self):
        return [line.strip() for line in self.learning_points.splitlines() if line.strip()]

    @property
    def asks(self):
        return [line.strip() for line in self.questions.splitlines() if line.strip()]
