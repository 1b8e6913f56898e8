from django.conf import settings
from django.db import models

from stepforward.people.roles import Permission


class AuditEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_authenticated and user.may(Permission.READ_AUDIT) else self.none()


class AuditEvent(models.Model):
    """Who did what to which, and when. A trigger refuses changes. Never holds an answer or a token."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verb = models.CharField(max_length=60, db_index=True)
    about = models.CharField(max_length=60, help_text='The model, as in "courses.Session".')
    about_id = models.CharField(max_length=40)
    details = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["about", "about_id"])]

    def __str__(self):
        return f"{self.verb} {self.about} {self.about_id}"
