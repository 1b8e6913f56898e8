"""A rota as its page shows it: session by session, who is proposed beside whom, and what that changes.
Reading only."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from courses.models import Session
from facilitators.team import ORDER, said_team, with_team


@dataclass
class Row:
    """A session with the parts proposed for it, why it has no whole team, and who was proposed before."""

    session: Session
    parts: list = field(default_factory=list)
    why: str = ""
    instead_of: list = field(default_factory=list)
    has_begun: bool = False

    @property
    def team(self):
        return said_team(self.session, self.session.team) if self.session.team else ""


def rows_of(rota, now):
    """The sessions of a drafted rota that it proposes somebody for, or found no team for; soonest first. Six
    queries, however many there are."""
    parts = rota.parts.select_related("facilitator__user", "facilitator__organisation")
    by_session = {
        key: sorted(them, key=lambda one: ORDER.index(one.part))
        for key, them in groupby(parts.order_by("session"), key=lambda one: one.session_id)
    }
    gaps = dict(rota.gaps.values_list("session", "why"))
    before = defaultdict(list)
    if rota.follows_id:
        for part in rota.follows.parts.select_related("facilitator__user"):
            before[part.session_id].append(part.facilitator)
    shown = Session.objects.filter(pk__in={*by_session, *gaps}).with_facts().order_by("starts_at", "pk")
    rows = []
    for session in with_team(shown):
        proposed = by_session.get(session.pk, [])
        kept = {one.facilitator_id for one in [*proposed, *session.team]}
        gone = [one for one in before[session.pk] if one.pk not in kept]
        rows.append(Row(session, proposed, gaps.get(session.pk, ""), gone, session.starts_at <= now))
    return rows
