from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Greatest


class KeptPlacesQuerySet(models.QuerySet):
    def kept(self):
        """Those that still take places of their session."""
        return self.filter(released_at=None)

    def with_left(self):
        """Each with `filled`, how many people have one of the places, and `left`, how many wait for a
        name."""
        filled = Count("bookings", filter=Q(bookings__state__in=["booked", "offered"]))
        return self.annotate(filled=filled).annotate(left=Greatest(F("places") - F("filled"), 0))


class KeptPlaces(models.Model):
    """The places of one session that are kept for a block. They count as taken until they are released,
    with a name or without; a name that goes gives its place back to the block."""

    block = models.ForeignKey("courses.Block", on_delete=models.CASCADE, related_name="kept_places")
    session = models.ForeignKey("courses.Session", on_delete=models.PROTECT, related_name="kept_places")
    places = models.PositiveSmallIntegerField(help_text="With a name and without.")
    released_at = models.DateTimeField(
        null=True, blank=True, help_text="When those without a name went to the public."
    )

    objects = KeptPlacesQuerySet.as_manager()

    class Meta:
        ordering = ["session__starts_at", "pk"]
        verbose_name = verbose_name_plural = "kept places"
        constraints = [
            models.UniqueConstraint(fields=["block", "session"], name="kept_places_once_a_session"),
            models.CheckConstraint(condition=Q(places__gte=1), name="kept_places_are_some"),
        ]

    def __str__(self):
        return f"kept places {self.pk}"
