import uuid

from django.db import models
from django.db.models import Q


class Counted(models.Model):
    """What came out of a box: of a round, or of a pool. Random ids and no times, so that no row tells when it
    was said; `feedback.counting` writes all rows of a round or pool anew each time, in an order that says
    nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey("feedback.Round", on_delete=models.PROTECT, null=True, blank=True)
    pool = models.ForeignKey("feedback.Pool", on_delete=models.PROTECT, null=True, blank=True)
    question = models.SlugField(max_length=40, db_index=False)

    class Meta:
        abstract = True
        default_related_name = "%(class)ss"
        constraints = [
            models.CheckConstraint(
                condition=Q(round=None, pool__isnull=False) | Q(round__isnull=False, pool=None),
                name="%(class)s_of_a_round_or_a_pool",
            )
        ]


class Tally(Counted):
    """How many gave one answer to one question: `before` and `value` (now) for a then/now question, else
    `value` alone. On a scale 1 to 5, and 0 for "can't say"; else the number of the option, and of several
    that may be chosen 0 for everybody who answered."""

    before = models.PositiveSmallIntegerField(null=True, blank=True)
    value = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()

    class Meta(Counted.Meta):
        default_related_name = "tallies"
        constraints = [
            *Counted.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "pool", "question", "before", "value"],
                nulls_distinct=False,
                name="tally_cell_once",
            ),
            models.CheckConstraint(
                condition=Q(value__range=(0, 12), before=None, n__gte=1)
                | Q(value__range=(0, 5), before__range=(0, 5), n__gte=1),
                name="tally_is_an_answer",
            ),
        ]

    def __str__(self):
        return f"{self.question} {self.before or ''}>{self.value}: {self.n}"
