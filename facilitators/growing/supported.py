"""Everybody who is with us, with who supports them: first those whose talk is due, then those who need
somebody. Reading only."""

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from facilitators.growing.talks import running, supervisions, timed
from facilitators.models import Facilitator, Support

Kind = Support.Kind
ME = OuterRef("pk")
DUE, NEW, NOBODY, SUPPORTED = range(4)  # in this order on the page
SHOW = {"due": [DUE], "new": [NEW], "nobody": [NOBODY, NEW], "supported": [DUE, SUPPORTED]}


def everybody(today, *, q="", show=""):
    """Active facilitators, each with `rank` (DUE …), and, timed, the support of both kinds that runs today:
    `gets` and `gives`. Three queries at most."""
    own = supervisions(today).filter(facilitator=ME)
    now = timed(running(today), today).order_by("kind", "starts_on", "pk")
    found = (
        Facilitator.objects.active()
        .select_related("user", "organisation")
        .annotate(
            due_on=Subquery(own.values("due_on")[:1]),
            paused=Coalesce(Subquery(own.values("paused")[:1]), False),
        )
        .annotate(
            rank=Case(
                When(due_on__lte=today, paused=False, then=Value(DUE)),
                When(_bereft(today), then=Value(NEW)),
                When(~Exists(_supervised(today)) & ~Exists(_paired(today)), then=Value(NOBODY)),
                default=Value(SUPPORTED),
                output_field=IntegerField(),
            )
        )
        .prefetch_related(
            Prefetch("supported", now.select_related("by__user"), to_attr="gets"),
            Prefetch("supports", now.select_related("facilitator__user"), to_attr="gives"),
        )
    )
    if q:
        found = found.filter(Q(user__name__icontains=q) | Q(organisation__name__icontains=q))
    if show:
        found = found.filter(rank__in=SHOW[show])
    return found.order_by("rank", F("due_on").asc(nulls_last=True), "user__name", "pk")


def supervision_of(person):
    """The supervision that one of `everybody` gets, or None."""
    return next((one for one in person.gets if one.is_supervision), None)


def buddies_of(person):
    """The buddies of one of `everybody`."""
    theirs = [one.by for one in person.gets if not one.is_supervision]
    return theirs + [one.facilitator for one in person.gives if not one.is_supervision]


def supervised_by(person):
    """Those whom one of `everybody` supervises."""
    return [one.facilitator for one in person.gives if one.is_supervision]


def _supervised(today):
    return Support.objects.current(today).filter(facilitator=ME, kind=Kind.SUPERVISOR)


def _paired(today):
    return Support.objects.current(today).filter(Q(facilitator=ME) | Q(by=ME), kind=Kind.BUDDY)


def _bereft(today):
    """Whether a supervisor or a buddy of theirs has left, and nobody has come in their stead."""
    mine_left = Q(facilitator=ME, by__left_on__isnull=False, ends_on__gte=F("by__left_on"))
    i_was_theirs = Q(by=ME, facilitator__left_on__isnull=False, ends_on__gte=F("facilitator__left_on"))
    supervisor_left = Exists(Support.objects.filter(mine_left, kind=Kind.SUPERVISOR))
    buddy_left = Exists(Support.objects.filter(mine_left | i_was_theirs, kind=Kind.BUDDY))
    return (supervisor_left & ~Exists(_supervised(today))) | (buddy_left & ~Exists(_paired(today)))
