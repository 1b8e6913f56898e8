"""Sixty phones within fifteen seconds at the door of one session, over HTTP."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from courses import check_in_codes
from courses.models import Session
from feedback import counting, phones, rounds
from feedback.models import Ballot, Invitation, Tally
from feedback.tests.factories import SessionFactory

PHONES = 60


@pytest.mark.django_db(transaction=True)
def test_everybody_in_the_room_is_counted_and_nobody_twice(live_server):
    # given a session that is on right now
    now = timezone.now()
    session = SessionFactory(
        now=now,
        attended=PHONES,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=1),
        state=Session.State.OPEN,
        delivered_at=None,
    )
    found = rounds.open_round(session=session, now=now, send=False)
    # when all answer within moments, and some on two phones
    emails = [f"person{n}@example.test" for n in [*range(PHONES), *range(5)]]
    server, code = urlsplit(live_server.url), check_in_codes.code_now(session, now)
    lived = phones.everybody(host=server.hostname, port=server.port, code=code, emails=emails, within=15)
    # then each person is counted once
    answered = [statuses for statuses, _ in lived if statuses == [200, 302, 200, 302]]
    refused = [statuses[-1] for statuses, _ in lived if statuses != [200, 302, 200, 302]]
    assert len(answered) == PHONES
    assert set(refused) <= {409, 422}
    assert Ballot.objects.count() == Invitation.objects.filter(used=True).count() == PHONES
    counting.count_due(now=now)
    said = Tally.objects.filter(round=found, question="respond_safely")
    assert list(said.values_list("before", "value", "n")) == [(2, 4, PHONES)]
