from django.shortcuts import redirect, render
from django.utils import timezone

from stepforward.people.access import public
from stepforward.people.roles import Permission


@public
def home(request):
    """The front page for visitors; one's own home for everybody signed in."""
    user, now = request.user, timezone.now()
    if not user.is_authenticated:
        return render(request, "people/welcome.html")
    if user.may(Permission.ANSWER_REQUESTS):
        return render(request, "people/desk.html", {"now": now})
    if user.may(Permission.SAY_AVAILABILITY):
        return render(request, "people/facilitating.html", {"now": now})
    if user.may(Permission.SEE_ROLLOUT):
        return redirect("rollout:dashboard")
    return render(request, "people/no_part_yet.html")
