"""What people are told as they grow into the faculty. None says more than that there is something to read:
what was observed and signed stands on the page."""

from datetime import timedelta

from stepforward.outbox.intervening import withdraw_for
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.posting import post
from stepforward.people import links
from stepforward.people.links import absolute

TRAINED = "facilitators/trained"
SUPERVISION_DUE = "facilitators/supervision_due"
INTEREST = "facilitators.interest"
LINK_LASTS = timedelta(days=365)
State = OutgoingEmail.State


def trained(held):
    """They attended a facilitator course: what they are now, and how to sign in."""
    _post(
        TRAINED,
        held,
        session=held.source,
        sign_in=absolute("account_request_login_code"),
        availability_link=absolute("facilitators:availability"),
    )


def taken_back(held):
    """The register was put right. Who was not told that they are a facilitator hears nothing of it."""
    told = OutgoingEmail.objects.filter(kind=TRAINED, about=held._meta.label, about_id=str(held.pk))
    withdraw_for(about=held)
    if told.filter(state__in=[State.SENDING, State.SENT]).exists():
        _post("facilitators/trained_taken_back", held, session=held.source)


def signed(held, step):
    """Somebody signed that they reached a stage, or are back in practice. Keyed by the step, told once."""
    _post(
        "facilitators/stage_signed",
        held,
        version=str(step.pk),
        step=step,
        growing_link=absolute("facilitators:growing"),
    )


def currency_ends(way):
    """Some weeks ahead, once for each date: they will be out of practice if they do not deliver before."""
    _post(
        "facilitators/currency_ends",
        way.held,
        version=f"{way.current_until}",
        until=way.current_until,
        availability_link=absolute("facilitators:availability"),
    )


def lapsed(held):
    withdraw_for(about=held, kinds=["facilitators/currency_ends"])
    _post(
        "facilitators/currency_ended",
        held,
        version=f"{held.lapsed_on}",
        growing_link=absolute("facilitators:growing"),
    )


def observed(observation):
    """A lead wrote what they saw. What it says stands on its page alone."""
    whose = observation.assignment
    user = whose.facilitator.user
    post(
        kind="facilitators/observed",
        about=observation,
        to=user.email,
        name=user.name,
        version=f"{observation.written_at:%Y%m%dT%H%M%S}",
        context={
            "session": whose.session,
            "observer": observation.observer.name,
            "observation_link": absolute("facilitators:observation", observation.pk),
        },
    )


def interest_said(interest, now):
    """To whoever would like to facilitate: their private page, on which a public one is confirmed."""
    kind = "interest_kept" if interest.confirmed_at else "confirm_interest"
    _to_interested(kind, interest, now, version=f"{now:%Y%m%dT%H%M%S}")


def training_offered(interest, now):
    _to_interested(
        "training_offered", interest, now, version=f"{now:%Y%m%dT%H%M%S}", session=interest.training
    )


def leave_said(leave, *, handed_over):
    user = leave.facilitator.user
    post(
        kind="facilitators/leave_said",
        about=leave,
        to=user.email,
        name=user.name,
        context={
            "leave": leave,
            "handed_over": handed_over,
            "leave_link": absolute("facilitators:leave", leave.facilitator_id),
        },
    )


def support_begun(support):
    for one in (support.facilitator, support.by):
        _of_support("facilitators/support_begun", support, one)


def support_ended(support, *, to):
    _of_support("facilitators/support_ended", support, to)


def supervision_due(support):
    """To the supervisor of one of `talks.due`. Keyed by the due date."""
    _of_support(SUPERVISION_DUE, support, support.by, version=f"{support.due_on}", due_on=support.due_on)


def _of_support(kind, support, to, *, version="1", **words):
    post(
        kind=kind,
        about=support,
        to=to.user.email,
        name=to.user.name,
        version=version,
        context={
            "support": support,
            "other": support.other_than(to).user.name,
            "gives": to.pk == support.by_id,
            "growing_link": absolute("facilitators:growing"),
            **words,
        },
    )


def _to_interested(kind, interest, now, *, version, **words):
    token = links.issue(INTEREST, interest, expires_at=now + LINK_LASTS)
    post(
        kind=f"facilitators/{kind}",
        about=interest,
        to=interest.email,
        name=interest.name,
        version=version,
        context=words,
        links={"interest_link": absolute("facilitators:interest", token)},
    )


def _post(kind, held, *, version="1", **words):
    user = held.facilitator.user
    post(
        kind=kind,
        about=held,
        to=user.email,
        name=user.name,
        version=version,
        context={"held": held, **words},
    )
