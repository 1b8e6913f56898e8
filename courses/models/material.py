from django.conf import settings
from django.db import models
from django.db.models import Q

from stepforward.inspecting.kinds import KINDS, MOST_BYTES


class MaterialQuerySet(models.QuerySet):
    def of_session(self, session):
        """What comes with the session: its course's first, then its own."""
        mine = Q(session=session) | Q(course=session.course_id)
        return self.filter(mine).order_by(models.F("course").asc(nulls_last=True), "title", "pk")

    def for_people(self):
        """What everybody with a place gets."""
        return self.filter(readers=Material.Readers.PEOPLE)


class Material(models.Model):
    """A file that comes with every session of a course, or with one session. What is in it is kept in parts,
    in a table of its own, so that a list never reads it."""

    class Readers(models.TextChoices):
        TEAM = "team", "The team only"
        PEOPLE = "people", "The team, and everybody with a place"

    course = models.ForeignKey(
        "courses.Course", on_delete=models.PROTECT, null=True, blank=True, related_name="materials"
    )
    session = models.ForeignKey(
        "courses.Session", on_delete=models.PROTECT, null=True, blank=True, related_name="materials"
    )
    title = models.CharField(max_length=120)
    readers = models.CharField(max_length=10, choices=Readers)
    kind = models.CharField(max_length=4, choices=[(kind.key, kind.label) for kind in KINDS.values()])
    size = models.PositiveIntegerField(help_text="Bytes.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(help_text="When the file that it is now was added.")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=False, session=None) | Q(course=None, session__isnull=False),
                name="material_of_a_course_or_a_session",
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=MOST_BYTES), name="material_is_not_too_large"
            ),
        ]

    def __str__(self):
        return f"material {self.pk}"

    @property
    def said_size(self):
        """340KB, 2.1MB."""
        if self.size < 1_000_000:
            return f"{max(round(self.size / 1000), 1)}KB"
        return f"{self.size / 1_000_000:.1f}MB"

    @property
    def said_kind(self):
        """PowerPoint, 2.1MB"""
        return f"{self.get_kind_display()}, {self.said_size}"
