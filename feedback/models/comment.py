import hashlib

from django.db import models
from django.db.models import Q

from feedback.models.tally import Counted
from feedback.small_numbers import IN_A_SESSION
from stepforward.ui.wording import say_day_short


class Consent(models.TextChoices):
    """What its author agreed to, each step more than the one before; never with their name."""

    NO = "no", "Not to be quoted"
    REPORTS = "reports", "May be quoted in our reports"
    PUBLIC = "public", "May be quoted publicly"


class CommentQuerySet(models.QuerySet):
    def opened(self):
        """Those that came out in enough company to be read."""
        return self.filter(Q(round__counted__gte=IN_A_SESSION) | Q(pool__counted__gte=IN_A_SESSION))

    def of_course(self, code):
        return self.filter(Q(round__session__course__code=code) | Q(pool__questionnaire__course__code=code))

    def with_origin(self):
        return self.select_related(
            "round__session__course",
            "round__session__organisation",
            "round__questionnaire",
            "pool__questionnaire__course",
        )

    def oldest_first(self):
        """By their session, those of several sessions last; within one by their random keys."""
        return self.order_by(models.F("round__session__starts_at").asc(nulls_last=True), "pk")


class Comment(Counted):
    """What somebody wrote. Nothing ties two comments of one person together."""

    class State(models.TextChoices):
        NEW = "new", "Not read yet"
        SHOWN = "shown", "Shown to the team"
        WITHHELD = "withheld", "Withheld"

    class Reason(models.TextChoices):
        NAMES = "names", "It names or describes somebody"
        AUTHOR = "author", "It would tell who wrote it"
        HURTFUL = "hurtful", "It is hurtful"
        ELSEWHERE = "elsewhere", "It is not about the course"
        OTHER = "other", "Another reason"

    text = models.TextField(max_length=600)
    consent = models.CharField(max_length=7, choices=Consent, default=Consent.NO)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    withheld_because = models.CharField(max_length=10, choices=Reason, blank=True)
    redacted = models.BooleanField(
        default=False, help_text="Its words were changed; those that were written are deleted."
    )
    flagged = models.BooleanField(
        default=False, help_text="It may be a concern that somebody has to look at."
    )
    flag_note = models.CharField(max_length=300, blank=True, help_text="What was done about it, and by whom.")
    on_website = models.BooleanField(default=False, help_text="A coordinator chose to quote it there.")

    objects = CommentQuerySet.as_manager()

    class Meta(Counted.Meta):
        default_related_name = "comments"
        indexes = [
            models.Index(fields=["round"], condition=Q(state="new"), name="comment_to_read"),
            models.Index(fields=["round"], condition=Q(flagged=True), name="comment_flagged"),
        ]
        constraints = [
            *Counted.Meta.constraints,
            models.CheckConstraint(condition=Q(consent__in=Consent.values), name="comment_consent_is_known"),
            models.CheckConstraint(
                condition=Q(withheld_because="") | Q(state="withheld"), name="comment_withheld_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(flagged=False) | ~Q(flag_note=""), name="comment_flagged_with_a_note"
            ),
            models.CheckConstraint(
                condition=Q(on_website=False) | Q(consent=Consent.PUBLIC, state="shown"),
                name="comment_on_website_as_agreed",
            ),
        ]

    def __str__(self):
        return "a comment"

    @property
    def questionnaire(self):
        return (self.round or self.pool).questionnaire

    @property
    def course(self):
        return self.round.session.course if self.round else self.pool.questionnaire.course

    @property
    def origin(self):
        """Active Bystander, Tue 6 Jan, Bolton."""
        if self.round is None:
            return f"{self.course}, one of several sessions"
        session = self.round.session
        host = session.organisation.short if session.organisation else ""
        return ", ".join(filter(None, [str(self.course), say_day_short(session.starts_at), host]))

    @property
    def asked(self):
        """The question that it answers, in words."""
        return next((one["text"] for one in self.questionnaire.questions if one["code"] == self.question), "")

    @property
    def seen_as(self):
        """What somebody who decides about it has seen; another as soon as somebody else was quicker."""
        what = f"{self.state}|{self.flagged}|{self.text}"
        return hashlib.sha256(what.encode()).hexdigest()[:16]
