"""Cards for people's homes: the coordinator's desk and a facilitator's own."""

from django import template
from django.utils import timezone

from facilitators import commitments
from facilitators.availability import who_has_said
from facilitators.calendar_standing import failing_and_all
from facilitators.models import Facilitator
from facilitators.team import missing_people
from facilitators.team import sessions_short_of_team as short_of_team
from stepforward.ui.wording import say_list

register = template.Library()
SHOWN = 6


@register.inclusion_tag("facilitators/sessions_short_of_team.html")
def sessions_short_of_team():
    now = timezone.now()
    sessions = short_of_team(now)
    for session in sessions[:SHOWN]:
        session.needs = say_list(missing_people(session, session.team))
        session.asked = sum(one.state == "offered" for one in session.team)
    return {"sessions": sessions[:SHOWN], "count": len(sessions), "more": len(sessions) - SHOWN}


@register.inclusion_tag("facilitators/availability_said.html")
def availability_said():
    month, said, active = who_has_said(timezone.now())
    failing, calendars = failing_and_all()
    return {
        "month": month,
        "said": said,
        "active": active,
        "calendars_failing": failing,
        "calendars": calendars,
    }


@register.inclusion_tag("facilitators/my_facilitating.html", takes_context=True)
def my_facilitating(context):
    """Offers and coming sessions of whoever is signed in; nothing for somebody who is no facilitator."""
    user = context["request"].user
    facilitator = Facilitator.objects.filter(user=user).first() if user.is_authenticated else None
    if facilitator is None:
        return {}
    now = timezone.now()
    return {
        "facilitator": facilitator,
        "offers": commitments.offers_to(facilitator, now),
        "coming": commitments.coming(facilitator, now)[:SHOWN],
        "days_said": commitments.days_said(facilitator, now),
    }
