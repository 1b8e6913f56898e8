from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from facilitators import availability
from facilitators.models import Availability, Window
from facilitators.tests.factories import FacilitatorFactory, says
from stepforward.audit.models import AuditEvent

MONDAY = date(2026, 1, 5)


@pytest.fixture
def facilitator(db):
    return FacilitatorFactory()


def say(facilitator, said):
    return availability.say(facilitator=facilitator, said=said, by=facilitator.user)


def test_saying_the_same_twice_changes_nothing_and_is_noted_once(facilitator):
    said = {(MONDAY, "morning"): "yes", (MONDAY, "afternoon"): None}
    say(facilitator, said)
    rows, windows = list(Availability.objects.values()), list(Window.objects.values())
    assert say(facilitator, said) == {}
    assert (list(Availability.objects.values()), list(Window.objects.values())) == (rows, windows)
    assert AuditEvent.objects.filter(verb="availability said").count() == 1


def test_what_say_returns_undoes_it(facilitator):
    say(facilitator, {(MONDAY, "morning"): "yes"})
    before = say(facilitator, {(MONDAY, "morning"): "no", (MONDAY, "evening"): "if_needed"})
    assert before == {(MONDAY, "morning"): "yes", (MONDAY, "evening"): None}
    say(facilitator, before)
    assert [(row.part, row.level) for row in facilitator.said.all()] == [("morning", "yes")]
    assert facilitator.windows.get().level == "yes"


def test_a_blank_takes_back_what_was_said_and_its_window(facilitator):
    say(facilitator, {(MONDAY, "morning"): "yes"})
    say(facilitator, {(MONDAY, "morning"): None})
    assert not facilitator.said.exists()
    assert not facilitator.windows.exists()


def test_a_word_that_is_no_level_is_refused_and_nothing_is_kept(facilitator):
    with pytest.raises(ValueError):
        say(facilitator, {(MONDAY, "morning"): "perhaps"})
    assert not facilitator.said.exists()


def test_the_usual_pattern_is_what_was_said_most_often_and_the_later_word_wins_a_tie(facilitator):
    for weeks, level in [(4, "no"), (3, "yes"), (2, "yes"), (1, "no")]:
        says(facilitator, MONDAY - timedelta(weeks=weeks), morning=level)
    for weeks, level in [(2, "yes"), (1, "yes")]:
        says(facilitator, MONDAY + timedelta(days=2) - timedelta(weeks=weeks), evening=level)
    usual = availability.usual(facilitator, MONDAY + timedelta(days=3))
    assert usual == {(0, "morning"): "no", (2, "evening"): "yes"}


def test_how_many_have_said_something_of_next_month(facilitator):
    FacilitatorFactory()
    FacilitatorFactory(left_on=date(2026, 1, 2))
    says(facilitator, date(2026, 2, 28), morning="no")
    now = datetime(2026, 1, 31, 12, tzinfo=UTC)
    standing = availability.who_has_said(now)
    assert (standing.month, standing.said, standing.active) == (date(2026, 2, 1), 1, 2)


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_save_at_the_same_moment_leave_every_word_and_true_windows():
    facilitator, ready = FacilitatorFactory(), Barrier(2)
    failed = []

    def save(part, level):
        try:
            ready.wait(5)
            for _ in range(5):
                say(facilitator, {(MONDAY, part): level, (MONDAY, "evening"): level})
                say(facilitator, {(MONDAY, part): None})
                say(facilitator, {(MONDAY, part): level})
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    savers = [Thread(target=save, args=pair) for pair in [("morning", "yes"), ("afternoon", "if_needed")]]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join(20)
    assert failed == []
    said = {row.part: row.level for row in facilitator.said.all()}
    assert said["morning"] == "yes" and said["afternoon"] == "if_needed"
    covered = [
        (w.during.lower.hour, w.during.upper.hour, w.level) for w in facilitator.windows.order_by("during")
    ]
    evening = said["evening"]
    assert covered == (
        [(9, 13, "yes"), (13, 21, "if_needed")]
        if evening == "if_needed"
        else [(9, 13, "yes"), (13, 17, "if_needed"), (17, 21, "yes")]
    )
