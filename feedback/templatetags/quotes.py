"""What people said of the courses, for visitors."""

from django import template

from feedback import quoting

register = template.Library()


@register.inclusion_tag("feedback/quotes.html")
def quotes(course=None):
    """A card with a few quotes, of one course or of all; nothing where there are none. One query."""
    return {"texts": quoting.texts(course)}
