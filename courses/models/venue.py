from urllib.parse import quote

from django.db import models
from django.db.models import Q

MAP = "https://www.openstreetmap.org/search?query="


class VenueQuerySet(models.QuerySet):
    def in_use(self):
        """Where new sessions may be held."""
        return self.filter(retired_at=None)


class Venue(models.Model):
    """A place where sessions are held."""

    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="venues"
    )
    address = models.CharField(max_length=300)
    postcode = models.CharField(max_length=8)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    one_room = models.BooleanField(
        default=False, help_text="It has one room only, so that two sessions at once are refused."
    )
    access_notes = models.TextField(blank=True)
    travel_notes = models.TextField(blank=True)
    map_link = models.URLField(max_length=500, blank=True, help_text="Empty: a map of the postcode.")
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text="From when on nothing new is planned there."
    )

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "postcode"], name="venue_once"),
            models.CheckConstraint(
                condition=Q(map_link="") | Q(map_link__startswith="https://"), name="venue_map_is_https"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def said_address(self):
        return ", ".join(filter(None, [self.address, self.postcode]))

    @property
    def in_full(self):
        return ", ".join(filter(None, [self.name, self.said_address]))

    @property
    def map_page(self):
        """The map link that was given, or a map of the postcode; empty without either."""
        return self.map_link or (f"{MAP}{quote(self.postcode)}" if self.postcode else "")
