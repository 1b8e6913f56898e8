"""The demo's polls: one that is open and half answered, and one that is over."""

from datetime import timedelta

from courses.models import Course, TrainingRequest
from facilitators.asking import polls
from facilitators.models import Facilitator
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.ui.wording import civil_date

LEVELS = ("yes", "if_needed", "no", "yes")


def plant(*, now):
    coordinator = User.objects.get(email=email_of(Role.COORDINATOR))
    course = Course.objects.get(code="active-bystander")
    request = TrainingRequest.objects.waiting().first()
    team = f"{request.team}, {request.organisation_name}"[:120] if request else "A session next month"
    for weeks_ago, title, asked in ((0, team, request), (5, "Two sessions in one week", None)):
        then = now - timedelta(weeks=weeks_ago, hours=30)
        first = civil_date(then) + timedelta(days=22 - civil_date(then).weekday())
        days = [first, first + timedelta(days=1), first + timedelta(days=7)]
        parts = [(day, part) for day in days for part in ("morning", "afternoon")]
        poll = polls.ask(
            title=title,
            course=course,
            parts=parts,
            facilitators=Facilitator.objects.filter(pk__in=polls.accredited_for(course).order_by("pk")[:12]),
            closes_on=civil_date(then) + timedelta(days=7),
            message="An afternoon would be best for them.",
            request=asked,
            by=coordinator,
            now=then,
        )
        for n, one in enumerate(poll.asked.select_related("facilitator__user").order_by("facilitator")[1:9]):
            said = {when: LEVELS[(n + k) % len(LEVELS)] for k, when in enumerate(parts)}
            polls.answer(asked=one, said=said, by=None, now=then + timedelta(hours=2 + n))
