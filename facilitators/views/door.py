"""How a facilitator comes to the pages on which they say when they are free: signed in, or by the private
link of an email, which opens these pages and no others."""

from dataclasses import dataclass
from functools import wraps

from django.urls import reverse

from courses.views.private import opened_by_link
from facilitators.emails import AVAILABILITY
from facilitators.models import Facilitator
from facilitators.views.oneself import oneself
from stepforward.people.access import public, requires
from stepforward.people.models import User
from stepforward.people.roles import Permission


@dataclass(frozen=True)
class Door:
    """Whose pages they are, who opens them (None: whoever holds the link), and the link's token."""

    facilitator: Facilitator
    by: User | None
    token: str = ""

    def address(self, page):
        if self.token:
            return reverse(f"facilitators:{page}_by_link", args=[self.token])
        return reverse(f"facilitators:{page}")

    @property
    def availability(self):
        return self.address("availability")

    @property
    def save_taps(self):
        return self.address("save_taps")

    @property
    def usual_week(self):
        return self.address("usual_week")

    @property
    def wishes(self):
        return self.address("wishes")


def signed_in(view):
    """The page `view(request, door)` of whoever is signed in."""

    @requires(Permission.SAY_AVAILABILITY)
    @wraps(view)
    def opened(request):
        return view(request, Door(oneself(request), request.user))

    return opened


def by_link(view):
    """The page `view(request, door)` of whoever the link was sent to."""

    @public
    @opened_by_link(AVAILABILITY, _who_stays, otherwise="facilitators/link_unusable.html")
    @wraps(view)
    def opened(request, token, facilitator):
        return view(request, Door(facilitator, None, token))

    return opened


def _who_stays():
    return Facilitator.objects.active().select_related("user", "organisation")
