"""Reading the roster: every facilitator, how much they did lately and when they are free next."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from facilitators.models import Accreditation, Assignment, Facilitator, Window

YEAR = timedelta(days=365)


def roster(user, now, *, q="", course=None, stage="", system=""):
    """The facilitators `user` may see, by name, filtered; with `sessions_lately` (accepted, in the last
    twelve months), `next_free` (a range of UTC moments, or None) and their accreditations. Two queries a
    page."""
    lately = (
        Assignment.objects.accepted()
        .filter(facilitator=OuterRef("pk"), session__starts_at__gte=now - YEAR, session__starts_at__lt=now)
        .exclude(session__state="called_off")
        .order_by()
        .values("facilitator")
        .annotate(n=Count("pk"))
        .values("n")
    )
    free = Window.objects.filter(facilitator=OuterRef("pk"), during__endswith__gt=now).order_by("during")
    found = (
        Facilitator.objects.visible_to(user)
        .select_related("user", "organisation")
        .annotate(
            sessions_lately=Coalesce(Subquery(lately), 0), next_free=Subquery(free.values("during")[:1])
        )
        .prefetch_related(
            Prefetch(
                "accreditations", queryset=Accreditation.objects.select_related("course"), to_attr="stages"
            )
        )
    )
    if q:
        found = found.filter(
            Q(user__name__icontains=q) | Q(organisation__name__icontains=q) | Q(base__icontains=q)
        )
    if system:
        found = found.filter(organisation__system_code=system)
    if course or stage:
        held = Accreditation.objects.filter(facilitator=OuterRef("pk"))
        held = held.filter(course=course) if course else held
        found = found.filter(Exists(held.filter(stage=stage) if stage else held))
    return found.order_by("user__name", "pk")
