"""The private links of a session by invitation: whoever has one sees the session and books it, until it
begins.

Several hold at once, because each email to a requester carries its own. The coordinator stops all of them,
and then nobody passes one on before there is a new one.
"""

from django.db import transaction

from courses.models import Session
from courses.refusals import LinksStopped, NotByInvitation, NotOpen
from stepforward.audit.recording import record
from stepforward.people import links

INVITED = "courses.invited"
ASK_US = "Ask us for the link: the one before was stopped."


@transaction.atomic
def renew(*, session, by, now):
    """The address of a new link; those before it stop. It cannot be shown again. Raises NotByInvitation, and
    NotOpen where nobody will be able to book."""
    session = _by_invitation(session, now)
    links.withdraw(INVITED, session, now=now)
    record("booking link renewed", session, by=by)
    return new_address(session)


@transaction.atomic
def stop(*, session, by, now):
    """No link opens it any more, until there is a new one."""
    if links.withdraw(INVITED, _locked(session), now=now):
        record("booking link stopped", session, by=by)


@transaction.atomic
def pass_on(*, session, now):
    """The address of one more link, for whoever asked for the session. Raises LinksStopped, and as `renew`
    does."""
    session = _by_invitation(session, now)
    if is_stopped(session):
        raise LinksStopped("The link was stopped. Write to us if your colleagues need a new one.")
    record("booking link passed on", session)
    return new_address(session)


def new_address(session):
    """Where it is booked, for whoever is given this address. Booking closes when the session begins."""
    return links.absolute("courses:invited", links.issue(INVITED, session, expires_at=session.starts_at))


def let_links_last(session):
    """Its start has changed, so booking closes at another time."""
    links.let_last(INVITED, session, expires_at=session.starts_at)


def has_link(session):
    return links.standing(INVITED, [session]).get(session.pk, False)


def is_stopped(session):
    return bool(with_links_stopped([session]))


def with_links_stopped(sessions):
    """The primary keys of those whose links were all stopped; not of those that never had one. One query."""
    return {pk for pk, stands in links.standing(INVITED, sessions).items() if not stands}


def _locked(session):
    return Session.objects.select_for_update(no_key=True).get(pk=session.pk)


def _by_invitation(session, now):
    session = _locked(session)
    if session.visibility != Session.Visibility.INVITATION:
        raise NotByInvitation("This session is not by invitation, so it needs no private link.")
    if session.state not in Session.TO_COME or session.starts_at <= now:
        raise NotOpen("This session cannot be booked any more, so it needs no link.")
    return session
