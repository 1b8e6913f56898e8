from django.db import models
from django.db.models import Q

from feedback.models.tally import Counted


class Consent(models.TextChoices):
    """What its author agreed to, each step more than the one before; never with their name."""

    NO = "no", "Not to be quoted"
    REPORTS = "reports", "May be quoted in our reports"
    PUBLIC = "public", "May be quoted publicly"


class Comment(Counted):
    """What somebody wrote. Nothing ties two comments of one person together."""

    class State(models.TextChoices):
        NEW = "new", "Not read yet"
        SHOWN = "shown", "Shown to the team"
        WITHHELD = "withheld", "Withheld"

    text = models.TextField(max_length=600)
    consent = models.CharField(max_length=7, choices=Consent, default=Consent.NO)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    on_website = models.BooleanField(default=False, help_text="A coordinator chose to quote it there.")

    class Meta(Counted.Meta):
        default_related_name = "comments"
        constraints = [
            *Counted.Meta.constraints,
            models.CheckConstraint(condition=Q(consent__in=Consent.values), name="comment_consent_is_known"),
            models.CheckConstraint(
                condition=Q(on_website=False) | Q(consent=Consent.PUBLIC, state="shown"),
                name="comment_on_website_as_agreed",
            ),
        ]

    def __str__(self):
        return "a comment"
