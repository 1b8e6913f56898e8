"""Cards for people's homes: the coordinator's desk and a facilitator's own."""

from django import template
from django.utils import timezone

from facilitators import commitments, team
from facilitators.availability import who_has_said
from facilitators.growing import talks
from facilitators.growing.standing import tag_of, waits_too_long
from facilitators.models import Facilitator, Interest
from facilitators.staffing.gaps import newest_gap
from stepforward.ui.wording import civil_date, say_days, say_list

register = template.Library()
SHOWN = 6


@register.simple_tag
def coming_with_teams():
    """What the two cards on teams show: {% coming_with_teams as teams %}. Two queries."""
    return team.coming_with_teams(timezone.now())


@register.inclusion_tag("facilitators/offers_about_to_lapse.html")
def offers_about_to_lapse(teams):
    today = civil_date(timezone.now())
    offers = team.offers_about_to_lapse(teams, timezone.now())
    for offer in offers:
        days = (civil_date(offer.answer_by) - today).days
        offer.tag, offer.colour = ("in " + say_days(days), "yellow") if days else ("today", "red")
    return {"offers": offers[:SHOWN], "count": len(offers), "more": len(offers) - SHOWN}


@register.inclusion_tag("facilitators/sessions_short_of_team.html")
def sessions_short_of_team(teams):
    sessions = team.sessions_short_of_team(teams)
    for session in sessions[:SHOWN]:
        session.needs = say_list(team.missing_people(session, session.team))
        session.asked = sum(one.state == "offered" for one in session.team)
        session.gap = newest_gap(session, timezone.now())
    return {"sessions": sessions[:SHOWN], "count": len(sessions), "more": len(sessions) - SHOWN}


@register.inclusion_tag("facilitators/availability_said.html")
def availability_said():
    return {"standing": who_has_said(timezone.now())}


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


@register.inclusion_tag("facilitators/interests_waiting.html")
def interests_waiting():
    """Who would like to facilitate and has waited too long for the next step. One query."""
    now = timezone.now()
    waiting = Interest.objects.waiting().select_related("organisation")
    late = [one for one in waiting if waits_too_long(one, now)]
    for one in late[:SHOWN]:
        one.tag, one.colour = tag_of(one, now)
    return {"interests": late[:SHOWN], "count": len(late), "more": len(late) - SHOWN}


@register.inclusion_tag("facilitators/supervision_overdue.html")
def supervision_overdue():
    """Supervisors and whom they supervise who have not talked for too long. One query."""
    today = civil_date(timezone.now())
    late = list(talks.due(today).filter(due_on__lt=today).with_people())
    for one in late[:SHOWN]:
        one.tag = say_days((today - one.due_on).days)
    return {"supports": late[:SHOWN], "count": len(late), "more": len(late) - SHOWN}
