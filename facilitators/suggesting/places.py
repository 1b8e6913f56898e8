"""How far the people of each base are from where a session is held."""

from facilitators.models import Facilitator
from facilitators.travelling.towns import miles_between, town_in


def miles_by_base(venue):
    """([base, …], [whole miles, …]) of all bases whose distance to the venue is known: one query, or none
    where we do not know where the venue is."""
    town = town_in(venue.address) if venue else ""
    if not town:
        return [], []
    bases = Facilitator.objects.exclude(base="").order_by().values_list("base", flat=True).distinct()
    known = {base: miles for base in bases if (miles := miles_between(base, town)) is not None}
    return list(known), list(known.values())
