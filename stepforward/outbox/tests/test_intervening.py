from datetime import timedelta

import pytest

from stepforward.audit.models import AuditEvent
from stepforward.outbox import intervening, sending
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.tests.factories import change, letter
from stepforward.people.models import Organisation

pytestmark = pytest.mark.django_db
State = OutgoingEmail.State


def test_a_failed_email_is_tried_again_at_once_with_all_its_tries(now, coordinator):
    email = change(letter(now=now), state=State.FAILED, attempts=8, error_code=550)
    later = now + timedelta(days=3)
    intervening.retry(email=email, by=coordinator, now=later)
    email.refresh_from_db()
    assert (email.state, email.attempts, email.due_at) == (State.QUEUED, 0, later)
    [event] = AuditEvent.objects.all()
    assert (event.verb, event.by) == ("email retried", coordinator)
    assert event.details == {"was": "failed", "attempts": 8, "code": 550}


def test_a_waiting_email_need_not_wait_for_its_next_try(now, coordinator):
    email = change(letter(now=now + timedelta(hours=12)), attempts=6)
    intervening.retry(email=email, by=coordinator, now=now)
    assert sending.claim(email.pk, now=now)


@pytest.mark.parametrize("state", [State.QUEUED, State.FAILED])
def test_an_email_that_has_not_gone_is_withdrawn_with_its_links(now, coordinator, state):
    email = change(letter(now=now), state=state)
    intervening.withdraw(email=email, by=coordinator, now=now)
    email.refresh_from_db()
    assert (email.state, email.sealed_links) == (State.WITHDRAWN, None)
    assert sending.claim(email.pk, now=now) is None
    assert AuditEvent.objects.get().verb == "email withdrawn"


@pytest.mark.parametrize(
    ("verb", "fields", "why"),
    [
        (intervening.retry, {"state": State.QUEUED}, intervening.ON_ITS_WAY),
        (intervening.retry, {"state": State.SENDING}, intervening.IN_HAND),
        (intervening.retry, {"state": State.SENT}, intervening.GONE),
        (intervening.retry, {"state": State.WITHDRAWN}, intervening.TAKEN_BACK),
        (intervening.retry, {"state": State.FAILED, "holds_until": "now"}, intervening.PAST),
        (intervening.withdraw, {"state": State.SENDING}, intervening.IN_HAND),
        (intervening.withdraw, {"state": State.SENT}, intervening.GONE),
        (intervening.withdraw, {"state": State.WITHDRAWN}, intervening.TAKEN_BACK),
    ],
)
def test_what_is_past_that_is_refused_in_words_and_stays_as_it_is(now, coordinator, verb, fields, why):
    fields = {name: now if value == "now" else value for name, value in fields.items()}
    fields |= {State.SENDING: {"claimed_at": now}, State.SENT: {"sent_at": now}}.get(fields["state"], {})
    email = change(letter(now=now), **fields)
    with pytest.raises(intervening.Refused) as refused:
        verb(email=email, by=coordinator, now=now)
    assert refused.value.why == why
    email.refresh_from_db()
    assert email.state == fields["state"]
    assert not AuditEvent.objects.exists()


def test_what_no_longer_holds_about_a_row_is_taken_back_and_the_rest_stays(now):
    here, elsewhere = Organisation.objects.all()[:2]
    waiting = letter(1, about=here)
    sent = change(letter(2, about=here), state=State.SENT, sent_at=now)
    other = letter(1, about=elsewhere)
    assert intervening.withdraw_for(about=here, kinds=["people/invited"]) == 0
    assert intervening.withdraw_for(about=here, kinds=["outbox/letter"]) == 1
    states = dict(OutgoingEmail.objects.values_list("pk", "state"))
    assert states == {waiting.pk: State.WITHDRAWN, sent.pk: State.SENT, other.pk: State.QUEUED}
