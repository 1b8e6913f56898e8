from django.db import models


class MaterialPart(models.Model):
    """A piece of a material's file, small enough to be held in memory."""

    material = models.ForeignKey("courses.Material", on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["material", "number"]
        verbose_name = "part of a material"
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="material_part_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="material_parts_are_counted_from_one"
            ),
        ]

    def __str__(self):
        return f"part {self.number} of material {self.material_id}"
