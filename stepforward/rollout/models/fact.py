from django.db import models

from stepforward.people.staff_groups import StaffGroup


class Fact(models.Model):
    """A rolled-up count, so that a dashboard costs the same at a thousand bookings and at a million.

    `source` is the row it was counted from ("courses.Session:12"); recounting replaces all facts of a source.
    """

    source = models.CharField(max_length=80)
    measure = models.CharField(max_length=40)
    day = models.DateField()
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    course = models.SlugField(max_length=40, blank=True)
    staff_group = models.CharField(max_length=2, choices=StaffGroup, blank=True)
    n = models.PositiveIntegerField()
    counted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "measure", "day", "organisation", "course", "staff_group"],
                nulls_distinct=False,
                name="fact_once",
            )
        ]
        indexes = [
            models.Index(fields=["measure", "day"]),
            models.Index(fields=["-counted_at"], name="fact_counted_last"),
        ]

    def __str__(self):
        return f"{self.measure} {self.day}: {self.n}"
