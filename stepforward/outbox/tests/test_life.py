"""Whatever happens to an email, in whatever order: it goes at most once for each worker that was lost and
once more, never after it was withdrawn, and it never rests where nobody would find it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from stepforward.outbox import intervening, sending
from stepforward.outbox.failures import Failure
from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.tests.factories import letter

State = OutgoingEmail.State


class Life(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        OutgoingEmail.objects.all().delete()
        self.now = datetime(2026, 1, 6, 9, tzinfo=UTC)
        self.pk = letter(now=self.now).pk
        self.in_hand = None
        self.gone = self.lost = 0

    @property
    def email(self):
        return OutgoingEmail.objects.get(pk=self.pk)

    @rule(minutes=st.sampled_from([1, 5, 60, 60 * 24]))
    def time_goes_by(self, minutes):
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.in_hand is None)
    @rule()
    def a_worker_takes_it(self):
        self.in_hand = sending.claim(self.pk, now=self.now)

    @precondition(lambda self: self.in_hand is not None)
    @rule()
    def it_goes(self):
        self.gone += 1
        sending.note_sent(self.in_hand, now=self.now)
        self.in_hand = None

    @precondition(lambda self: self.in_hand is not None)
    @rule(final=st.booleans())
    def it_is_refused(self, final):
        failure = Failure(550 if final else 451, "no", final)
        sending.note_failure(self.in_hand, failure, now=self.now)
        self.in_hand = None

    @precondition(lambda self: self.in_hand is not None)
    @rule(had_gone=st.booleans())
    def the_worker_dies(self, had_gone):
        self.gone += had_gone
        self.lost += 1
        self.in_hand = None
        self.now += timedelta(minutes=3)

    @precondition(lambda self: self.in_hand is None)
    @rule()
    def the_sweep_runs(self):
        sending.release_abandoned(now=self.now)

    @rule(verb=st.sampled_from([intervening.retry, intervening.withdraw]))
    def the_coordinator_steps_in(self, verb):
        before = self.email.state
        try:
            verb(email=self.email, by=None, now=self.now)
        except intervening.Refused:
            assert self.email.state == before

    @invariant()
    def it_goes_once_for_each_worker_that_was_lost_and_once_more(self):
        assert self.gone <= self.lost + 1

    @invariant()
    def done_is_done(self):
        email = self.email
        if email.state in {State.SENT, State.WITHDRAWN}:
            assert email.sealed_links is None
            assert sending.claim(self.pk, now=self.now + timedelta(days=9)) is None

    @invariant()
    def it_never_rests_unfound(self):
        email = self.email
        if email.state == State.SENDING and self.in_hand is None:
            assert self.now - email.claimed_at > sending.CLAIM_LASTS
        if email.state == State.QUEUED:
            assert email.due_at - self.now <= sending.DELAYS[-1]
            assert email.attempts <= len(sending.DELAYS) + 1


@pytest.mark.django_db
def test_an_emails_life():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
