from django.conf import settings
from django.db import models


class Block(models.Model):
    """Places that a department has in one or several sessions, names to follow: "20 places for Pharmacy"."""

    department = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="blocks"
    )
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField(max_length=254)
    names_by = models.DateField(help_text="The last day on which names are expected.")
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["names_by", "pk"]

    def __str__(self):
        return self.department

    @property
    def for_whom(self):
        """Pharmacy, Bolton."""
        return ", ".join(filter(None, [self.department, self.organisation and self.organisation.short]))
