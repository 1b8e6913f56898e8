from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class TwoPeopleQuerySet(models.QuerySet):
    def between(self, *addresses):
        """What was said of the two people with these addresses, whichever of their bookings remembers it."""
        both = [one.lower() for one in addresses]
        rows = self.alias(one=Lower("first__email"), other=Lower("second__email"))
        return rows.filter(one__in=both, other__in=both).exclude(one=F("other"))


class TwoPeople(models.Model):
    """Somebody looked at two who seemed to be one, and said that they are two; they are not shown again. Each
    is remembered by one of their bookings, so that nothing more is held on them."""

    first = models.ForeignKey("courses.Booking", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("courses.Booking", on_delete=models.CASCADE, related_name="+")

    objects = TwoPeopleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "two people"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="two_people_said_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="two_people_in_one_order"),
        ]

    def __str__(self):
        return f"two people {self.pk}"
