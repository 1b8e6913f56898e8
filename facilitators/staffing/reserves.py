"""Who waits to be asked for a session, and letting go of one of them."""

from facilitators.models import Reserve
from facilitators.staffing.locks import all_or_nothing, lock_session
from stepforward.audit.recording import record


def waiting_for(session):
    """The reserves who have not been asked, in their turn, with their names. One query."""
    return list(Reserve.objects.waiting().filter(session=session).select_related("facilitator__user"))


@all_or_nothing
def let_go(*, reserve, by):
    """They are not to be asked any more. They never heard of it, so nobody is told. Returns whether they
    still waited."""
    lock_session(reserve.session)
    waits = Reserve.objects.waiting().filter(pk=reserve.pk).first()
    if waits is None:
        return False
    record("reserve let go", waits, by=by, session=waits.session_id)
    waits.delete()
    return True
