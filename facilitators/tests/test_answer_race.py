"""Accepting against withdrawing against lapsing, one after the other in every order, and at once: one of them
decides, the others hear why not, and everybody is told once."""

from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from threading import Barrier

import pytest
from django.db import connection

from facilitators import refusals, staffing
from facilitators.models import Assignment
from facilitators.tests.factories import SessionFactory, accredited
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail

pytestmark = pytest.mark.django_db(transaction=True)
State = Assignment.State
ROUNDS = 4
OUTCOMES = {"accept": State.ACCEPTED, "withdraw": State.STOOD_DOWN, "lapse": State.LAPSED}
VERBS = {"accept": "part accepted", "withdraw": "part stood down", "lapse": "offer lapsed"}
KINDS = {"accept": ["part_accepted"], "withdraw": ["offer_withdrawn"], "lapse": []}


def asked(now):
    """An offer with a reserve behind it."""
    team = {"members": [(accredited(), "lead")], "reserves": [(accredited(), "lead")]}
    (offer,) = staffing.offer_team(session=SessionFactory(), **team, by=None, now=now)
    return offer


def do(deed, offer, now):
    """Whether it was this deed that decided."""
    if deed == "lapse":
        return bool(staffing.lapse_offers(now=offer.answer_by))
    try:
        if deed == "accept":
            staffing.accept(assignment=offer, by=None, now=now)
        else:
            staffing.stand_down(assignment=offer, by=None, now=now, was=State.OFFERED)
    except refusals.Answered:
        return False
    return True


def one_outcome(offer, deed):
    """The state, the audit, the emails and the reserve all say that `deed` decided, and nothing else did."""
    offer.refresh_from_db()
    assert offer.state == OUTCOMES[deed]
    events = AuditEvent.objects.filter(about="facilitators.Assignment", about_id=str(offer.pk))
    assert [event.verb for event in events.order_by("pk")] == ["part offered", VERBS[deed]]
    emails = OutgoingEmail.objects.filter(to_email=offer.facilitator.user.email).order_by("pk")
    assert [email.kind.removeprefix("facilitators/") for email in emails] == ["part_offered", *KINDS[deed]]
    followed = Assignment.objects.filter(session=offer.session).exclude(pk=offer.pk)
    assert followed.count() == (deed == "lapse")
    assert OutgoingEmail.objects.exclude(pk__in=emails).count() == followed.count()


@pytest.mark.parametrize("order", list(permutations(OUTCOMES)), ids=" then ".join)
def test_the_first_decides_whatever_the_order(now, order):
    offer = asked(now)
    assert [do(deed, offer, now) for deed in order] == [True, False, False]
    one_outcome(offer, order[0])


@pytest.mark.parametrize(
    "deeds",
    [("accept", "withdraw"), ("accept", "lapse"), ("withdraw", "lapse"), tuple(OUTCOMES)],
    ids=" against ".join,
)
def test_at_once_one_of_them_decides(now, deeds):
    for _ in range(ROUNDS):
        OutgoingEmail.objects.all().delete()
        offer, ready = asked(now), Barrier(len(deeds))

        def at_once(deed, offer=offer, ready=ready):
            try:
                ready.wait(30)
                return do(deed, offer, now)
            finally:
                connection.close()

        with ThreadPoolExecutor(len(deeds)) as everybody:
            decided = dict(zip(deeds, everybody.map(at_once, deeds), strict=True))
        (deed,) = [deed for deed, did in decided.items() if did]
        one_outcome(offer, deed)
        live = Assignment.objects.live()  # so that the next round's beat finds nothing of this one
        live.update(state=State.LAPSED, answered_at=now, passed_on_at=now)


def test_of_two_who_step_in_at_once_one_has_the_part(now):
    for _ in range(ROUNDS):
        gone = asked(now)
        staffing.stand_down(assignment=gone, by=None, now=now)
        people = [accredited() for _ in range(3)]
        offers = staffing.ask_for_cover(assignment=gone, facilitators=people, by=None, now=now)
        ready = Barrier(len(offers))

        def accept(offer, ready=ready):
            try:
                ready.wait(30)
                return do("accept", offer, now)
            finally:
                connection.close()

        with ThreadPoolExecutor(len(offers)) as everybody:
            took = list(everybody.map(accept, offers))
        assert took.count(True) == 1
        states = [Assignment.objects.get(pk=one.pk).state for one in offers]
        assert states == [State.ACCEPTED if it else State.STOOD_DOWN for it in took]
        found = OutgoingEmail.objects.filter(kind="facilitators/cover_found")
        assert found.filter(about_id__in=[str(one.pk) for one in offers]).count() == 2
