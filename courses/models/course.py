from django.db import models


class Course(models.Model):
    """What is taught. A session is one dated delivery of it."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    summary = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=120, help_text="How long a session takes.")
    minimum_people = models.PositiveSmallIntegerField(default=8)
    maximum_people = models.PositiveSmallIntegerField(default=30)
    minimum_team = models.PositiveSmallIntegerField(
        default=2, help_text="Facilitators who deliver it together, the lead among them."
    )
    maximum_shadows = models.PositiveSmallIntegerField(
        default=1, help_text="Those who shadow a team, beside the ones who deliver, at most."
    )
    joining_instructions = models.TextField(
        blank=True, max_length=4000, help_text="Sent before a session that has none of its own."
    )
    what_to_bring = models.CharField(
        max_length=300, blank=True, help_text="For a session that says nothing of it."
    )
    domains = models.ManyToManyField(
        "courses.QualityDomain",
        blank=True,
        related_name="courses",
        help_text="What it serves of a quality framework; certificates say it.",
    )
    makes_facilitators_of = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="taught_by",
        help_text="Who attends a session of this course is trained to deliver those.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum_people__lte=models.F("maximum_people")),
                name="course_numbers_in_order",
            ),
            models.CheckConstraint(condition=models.Q(minimum_team__gte=1), name="course_needs_a_lead"),
        ]

    def __str__(self):
        return self.name
