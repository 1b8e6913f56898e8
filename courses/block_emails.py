"""Every email to the contact of a department that places are kept for."""

from datetime import timedelta

from django.db.models import BigIntegerField
from django.db.models.functions import Cast

from courses.models import Session
from stepforward.outbox.intervening import withdraw_for
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.posting import post
from stepforward.people import links
from stepforward.ui.wording import moment_of

BLOCK, NAMES = "courses.block", "courses.block_names"  # to pass on; for the contact alone
KEPT, REMINDER = "courses/block_kept", "courses/block_reminder"
NAMES_LINK_LASTS = timedelta(days=30)  # after the last session


def pass_on_token(block):
    """Opens the page on which people take a place; until the end of the last day for names."""
    return links.issue(BLOCK, block, expires_at=moment_of(block.names_by + timedelta(days=1)))


def names_token(block):
    last = block.kept_places.order_by("session__ends_at").last()
    return links.issue(NAMES, block, expires_at=last.session.ends_at + NAMES_LINK_LASTS)


def places_kept(block, *, version="1"):
    _to_contact(KEPT, block, version=version, pass_on=True, parts=parts_of(block))


def names_wanted(block):
    _to_contact(REMINDER, block, pass_on=True, parts=[one for one in parts_of(block) if one.left])


def places_released(block, released):
    # Each is released once, so that the first of them tells two releases apart.
    _to_contact("courses/block_released", block, version=str(released[0].pk), parts=released)


def session_changed(session):
    """Its time or place changed; to every department that has places in it, with names or without."""
    _of_session("courses/block_session_changed", session)


def session_called_off(session):
    _of_session("courses/block_session_off", session)


def session_revived(session):
    _of_session("courses/block_session_revived", session)


def parts_of(block):
    """The block's kept places with their sessions, each with `left`."""
    parts = block.kept_places.kept().with_left().select_related("session__course", "session__venue")
    return list(parts.exclude(session__state=Session.State.CALLED_OFF))


def reminded():
    """The primary keys of blocks whose contact was reminded."""
    sent = OutgoingEmail.objects.filter(kind=REMINDER, about="courses.Block")
    return sent.values_list(Cast("about_id", BigIntegerField()))


def _of_session(kind, session):
    """What waits to be sent of the session as it was is taken back; whoever has not heard of their places yet
    hears of them as they are now."""
    version = str(session.sequence)
    for kept in session.kept_places.kept().select_related("block__organisation"):
        withdraw_for(about=kept)
        if withdraw_for(about=kept.block, kinds=[KEPT]) and parts_of(kept.block):
            places_kept(kept.block, version=f"{session.pk}-{version}")
        _to_contact(kind, kept.block, about=kept, version=version, session=session)


def _to_contact(kind, block, *, about=None, version="1", pass_on=False, **words):
    names = links.absolute("courses:block_names", names_token(block))
    passed_on = {"pass_on_link": links.absolute("courses:block", pass_on_token(block))} if pass_on else {}
    post(
        kind=kind,
        about=about or block,
        to=block.contact_email,
        name=block.contact_name,
        version=version,
        context={"block": block, **words},
        links={"names_link": names} | passed_on,
    )
