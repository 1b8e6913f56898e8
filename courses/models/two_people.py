from django.db import models
from django.db.models import F, Q


class TwoPeople(models.Model):
    """Somebody looked at two who seemed to be one, and said that they are two; they are not shown again. Each
    is remembered by one of their bookings, so that nothing more is held on them."""

    first = models.ForeignKey("courses.Booking", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("courses.Booking", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "two people"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_people_said_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="two_people_in_one_order"),
        ]

    def __str__(self):
        return f"two people {self.pk}"
