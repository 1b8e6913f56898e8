from django import template

from courses.materials import for_booking

register = template.Library()


@register.inclusion_tag("courses/booking_materials.html")
def booking_materials(booking, token):
    """What somebody with a place may download, as a card; nothing for anybody else."""
    return {"materials": for_booking(booking), "token": token}
