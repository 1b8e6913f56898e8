"""What facilitators paid out of their own pocket and have not got back, on their own page."""

from django import template

from courses.models import Cost

register = template.Library()


@register.inclusion_tag("courses/what_i_am_owed.html", takes_context=True)
def what_i_am_owed(context):
    costs = list(Cost.objects.owed().filter(payer=context["request"].user).select_related("session__course"))
    return {"costs": costs, "owed": sum(one.pence for one in costs)}
