from django.db import models
from django.db.models import Q

from feedback.models.tally import Counted


class Comment(Counted):
    """What somebody wrote. Nothing ties two comments of one person together."""

    class State(models.TextChoices):
        NEW = "new", "Not read yet"
        SHOWN = "shown", "Shown to the team"
        WITHHELD = "withheld", "Withheld"

    text = models.TextField(max_length=600)
    may_quote = models.BooleanField(default=False, help_text="They agreed to be quoted without their name.")
    state = models.CharField(max_length=10, choices=State, default=State.NEW)

    on_website = models.BooleanField(default=False, help_text="A coordinator chose to quote it there.")

    class Meta(Counted.Meta):
        default_related_name = "comments"
        constraints = [
            *Counted.Meta.constraints,
            models.CheckConstraint(
                condition=Q(on_website=False) | Q(may_quote=True, state="shown"),
                name="comment_on_website_as_agreed",
            ),
        ]

    def __str__(self):
        return "a comment"
