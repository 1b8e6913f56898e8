from django.db import models


class Venue(models.Model):
    """A place where sessions are held."""

    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="venues"
    )
    address = models.CharField(max_length=300)
    postcode = models.CharField(max_length=8)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    access_notes = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "postcode"], name="venue_once")]

    def __str__(self):
        return self.name

    @property
    def said_address(self):
        return ", ".join(filter(None, [self.address, self.postcode]))
