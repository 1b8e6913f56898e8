from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stepforward.ui.money import MOST, say_pounds


class Quote(models.Model):
    """What somebody outside asks for a course, to compare with."""

    class Basis(models.TextChoices):
        COURSE = "course", "For a whole session"
        HEAD = "head", "For each person"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="quotes")
    offered_by = models.CharField(max_length=120)
    offered_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=10, choices=Basis)
    pence = models.PositiveIntegerField(help_text="Whole pence, with VAT.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-offered_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(pence__lte=MOST), name="quote_is_an_amount"),
            models.CheckConstraint(condition=~Q(offered_by=""), name="quote_is_somebodys"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("offered_on")),
                name="quote_ends_after_it_began",
            ),
        ]

    def __str__(self):
        return f"{self.offered_by}, {self.said_price}"

    @property
    def said_price(self):
        return f"{say_pounds(self.pence)} {'a person' if self.basis == self.Basis.HEAD else 'a session'}"

    def held_on(self, day):
        return self.offered_on <= day and (self.valid_until is None or day <= self.valid_until)
