"""Costs, moved in from a treasurer's spreadsheet, beside the sessions that sign-in sheets made."""

from datetime import UTC, datetime

import pytest

from courses import costs
from courses.models import Cost, Session
from courses.tests.factories import SessionFactory
from courses.tests.test_moving_in import NOW, counts, move, sign_in_sheet, workbook
from stepforward.importing import confirming, running
from stepforward.importing.forms import Confirm
from stepforward.importing.models import Moved
from stepforward.importing.refusals import CannotTakeBack

pytestmark = pytest.mark.django_db
HELD = datetime(2023, 10, 3, 12, 0, tzinfo=UTC)
DAY = datetime(2023, 10, 3)  # noqa: DTZ001  as a spreadsheet has it
HEAD = ["Date", "What", "£", "Paid by", "Funded?"]


def cost_file(*rows, head=HEAD):
    return workbook([head, *rows])


def only(*row):
    """The one Cost that a row makes, beside a session on its day."""
    SessionFactory(starts_at=HELD)
    run = move(cost_file(row))
    assert counts(run) == (1, 1, 0, 0, 0), run.lines.get().why
    return Cost.objects.get()


@pytest.mark.parametrize(
    ("row", "kind", "pence", "paid_by", "funded"),
    [
        ((DAY, "Printing", "£29.91", None, "Y"), "resources", 2991, "", "yes"),
        ((DAY, "Room hire", 33.65, "HEE", "N"), "venue", 3365, "programme", "no"),
        ((DAY, "Tea & coffee", 123.55, "Trust", None), "refreshments", 12355, "host", ""),
        ((DAY, "Pens", 8.86, "facilitators (own pocket)", None), "resources", 886, "facilitator", ""),
        (("3rd Oct 2023", "Travel", 207, "Trust", "Y"), "travel", 20700, "host", "yes"),
        ((DAY, "Lunch", 1.1 + 2.2, None, None), "refreshments", 330, "", ""),
    ],
)  # fmt: skip
def test_a_cost_is_understood_by_meaning(row, kind, pence, paid_by, funded):
    cost = only(*row)
    assert (cost.kind, cost.pence, cost.paid_by, cost.funded) == (kind, pence, paid_by, funded)
    assert cost.words == row[1]


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        (None, "There is no amount."),
        ("=1+1", "is no amount"),
        ("12,50", "is no amount"),
        (0, "from £0.01"),
        (-5, "from £0.01"),
        (1.005, "is no amount"),
        (1e300, "is no amount"),
        (True, "is no amount"),
    ],
)
def test_what_is_no_amount_is_refused(amount, why):
    run = move(cost_file([DAY, "Travel", amount, "HEE", "Y"]))
    assert counts(run) == (1, 0, 0, 0, 1)
    assert why in run.lines.get().why


def test_other_headings_in_another_order_are_understood():
    SessionFactory(starts_at=HELD)
    head = ["Funded by", "Item", "Funded", "Who paid?", "Amount (GBP)", "Session date"]
    row = ["NHS England", "Taxi", "yes", "Host", "1,234.50", "03/10/2023"]
    assert counts(move(cost_file(["Costs of the pilot"], head, row, head=[])))[1] == 1
    cost = Cost.objects.get()
    assert (cost.kind, cost.pence, cost.paid_by, cost.funded_by) == ("travel", 123450, "host", "NHS England")


def test_it_waits_for_the_sign_in_sheet_of_its_day_and_then_joins_it():
    # given costs of a day of which nothing is known
    rows = [[DAY, "Travel", 10, "HEE", "Y"], [DAY, "Lunch", 20, "HEE", "Y"]]
    assert counts(move(cost_file(*rows))) == (2, 0, 0, 2, 0)
    # when its sign-in sheet was moved in
    move(workbook(sign_in_sheet(["Ana Diaz", "F1", None, "ana@nowhere.example", "x"])))
    # then they join its session, once
    assert counts(move(cost_file(*rows))) == (2, 2, 0, 0, 0)
    assert counts(move(cost_file(*rows))) == (2, 0, 2, 0, 0)
    assert Session.objects.get().costs.count() == 2


def test_the_same_thing_bought_twice_is_two_costs():
    SessionFactory(starts_at=HELD)
    rows = [[DAY, "Travel", 10, "HEE", "Y"]] * 2
    assert counts(move(cost_file(*rows))) == (2, 2, 0, 0, 0)
    assert counts(move(cost_file(*rows))) == (2, 0, 2, 0, 0)


def test_a_session_that_was_called_off_takes_no_costs():
    SessionFactory(starts_at=HELD, state="called_off", called_off_because="A flood")
    assert counts(move(cost_file([DAY, "Travel", 10, "HEE", "Y"])))[3] == 1


def test_of_several_sessions_it_is_asked_once_which_and_remembered(coordinator):
    # given two sessions on one day
    SessionFactory(starts_at=HELD)
    second = SessionFactory(starts_at=HELD.replace(hour=15))
    rows = [[DAY, "Travel", 10, "HEE", "Y"], [DAY, "Lunch", 20, "HEE", "Y"]]
    run = running.bring(file=cost_file(*rows), name="x.xlsx", by=coordinator, now=NOW)
    assert (counts(run), len(run.questions)) == ((2, 0, 0, 2, 0), 1)
    # when the coordinator chooses one
    form = Confirm({"question_0": str(second.pk)}, questions=run.questions)
    assert form.is_valid()
    confirming.confirm(meanings=form.meanings(), by=coordinator, now=NOW)
    running.look_again(run=run, now=NOW)
    running.move_in(run=run, by=coordinator, now=NOW)
    # then both are there
    assert second.costs.count() == 2


def test_what_a_word_means_is_asked_once(coordinator):
    SessionFactory(starts_at=HELD)
    row = [DAY, "Misc.", 10, "Charity", "perhaps"]
    run = running.bring(file=cost_file(row), name="x.xlsx", by=coordinator, now=NOW)
    assert counts(run) == (1, 0, 0, 1, 0)
    assert {one[0] for one in run.questions} == {"cost_kind", "payer"}
    meanings = {("cost_kind", "Misc."): "other", ("payer", "Charity"): "programme"}
    confirming.confirm(meanings=meanings, by=coordinator, now=NOW)
    assert counts(move(cost_file(row)))[1] == 1
    assert (Cost.objects.get().words, Cost.objects.get().paid_by) == ("Misc.", "programme")


def test_it_is_taken_back_whole_unless_somebody_was_paid_back_since(coordinator):
    SessionFactory(starts_at=HELD)
    row = [DAY, "Travel", 10, "own pocket", "N"]
    run = move(cost_file(row))
    running.take_back(run=run, by=coordinator, now=NOW)
    assert not (Cost.objects.exists() or Moved.objects.exists())
    run = move(cost_file(row))
    costs.pay_back(cost=Cost.objects.get(), by=coordinator, now=NOW)
    with pytest.raises(CannotTakeBack, match="paid back since"):
        running.take_back(run=run, by=coordinator, now=NOW)
