"""The same page sent several times at one moment, as an impatient thumb does: everything is kept once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from courses.models import Cost
from facilitators.growing import reflecting
from facilitators.models import Reflection, TimeSpent
from facilitators.tests.factories import FacilitatorFactory, SessionFactory, assigned
from stepforward.audit.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)
PRESSES = 6


def test_what_was_paid_is_added_once_however_often_save_is_pressed():
    part = assigned(FacilitatorFactory(), SessionFactory(state="open"))
    start = Barrier(PRESSES)

    def press(_):
        start.wait()
        try:
            reflecting.keep(
                assignment=part,
                went_well="The quiet table spoke.",
                would_change="",
                shared=False,
                minutes={"preparing": 10, "travelling": 20, "delivering": 120},
                paid={"kind": "travel", "words": "Bus", "pence": 250},
                by=part.facilitator.user,
                now=part.session.ends_at,
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(PRESSES) as presses:
        list(presses.map(press, range(PRESSES)))
    assert [model.objects.count() for model in (Cost, Reflection, TimeSpent)] == [1, 1, 1]
    verbs = ["cost added", "reflection written", "time noted"]
    assert sorted(AuditEvent.objects.values_list("verb", flat=True)) == verbs
