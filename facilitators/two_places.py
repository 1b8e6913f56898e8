"""Nobody is in two places: how long a session keeps somebody, and the database's refusal in words."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from facilitators.models import Assignment
from facilitators.refusals import InTwoPlaces
from facilitators.team import clash
from stepforward.ui.wording import say_day

CONSTRAINT = "nobody_is_in_two_places"
TRAVEL = timedelta(hours=1)
SETTING_UP = timedelta(minutes=15)  # online


def margin_of(session):
    """The time to travel to a session, or to set up online; and as much afterwards."""
    return SETTING_UP if session.online_link and not session.venue_id else TRAVEL


def blocked_by(session):
    """The session with the time to travel there and back, or to set up online, as a range of UTC moments."""
    margin = margin_of(session)
    return DateTimeTZRange(session.starts_at - margin, session.ends_at + margin, "[)")


@contextmanager
def nobody_in_two_places(session, facilitators, blocked):
    """Run a write that blocks `blocked` for `facilitators`, whose rows the caller holds. Where the
    database refuses it, raise InTwoPlaces that names everybody who is elsewhere, and where."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != CONSTRAINT:
            raise
        elsewhere = (
            Assignment.objects.live()
            .filter(facilitator__in=facilitators, blocked__overlap=blocked)
            .exclude(session=session)
            .with_session()
            .select_related("facilitator__user")
            .order_by("facilitator__user__name", "session__starts_at")
        )
        raise InTwoPlaces(" ".join(_sentence(one, session) for one in elsewhere)) from None


def _sentence(elsewhere, session):
    words = clash(elsewhere, starts_at=session.starts_at, ends_at=session.ends_at)
    return f"{elsewhere.facilitator} {words} ({say_day(elsewhere.session.starts_at)})."
