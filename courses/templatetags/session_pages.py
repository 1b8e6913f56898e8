"""The row of links on every page of one session; `templates/courses/session_pages.html` lists them."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def session_link(context, url_name, label, permission=None):
    """One page of the context's `session`; nothing for somebody who has not the `permission` that opens it.
    Without one it is open to whoever may see the session's other pages: its team, and those who plan."""
    request = context["request"]
    if permission and not request.user.may(permission):
        return ""
    url = reverse(url_name, args=[context["session"].pk])
    here = mark_safe(' aria-current="page"') if request.path == url else ""
    return format_html('<li><a class="sf-chip" href="{}"{}>{}</a></li>', url, here, label)
