"""What somebody learns who has every dump of the database: that somebody answered, and nothing else."""

import os
import random
import subprocess
import sys
from itertools import combinations
from statistics import fmean

import pytest
from django.conf import settings as django_settings
from django.db import connection
from nacl.public import PrivateKey, SealedBox

from feedback import counting
from feedback.models import Ballot, Comment, Salt, Tally, Wave
from feedback.questions import ACTIVE_BYSTANDER, longest_ballot
from feedback.sealing import PADDED, SEALED_FOR_ROUND, read, seal
from feedback.tests.conftest import at_close, everybody, say, tokens_of
from stepforward.outbox.tests.servers import test_database_url as database_url

pytestmark = pytest.mark.django_db


def dump():
    """Every row of every table as (table, ctid, xmin, text), and where every sequence stands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relkind FROM pg_class WHERE relkind IN ('r', 'S') AND relnamespace = "
            "'public'::regnamespace"
        )
        rows = set()
        for name, kind in cursor.fetchall():
            if kind == "S":
                cursor.execute(f'SELECT last_value::text FROM "{name}"')
                rows.add((name, "", "", cursor.fetchone()[0]))
            else:
                cursor.execute(f'SELECT ctid::text, xmin::text, t::text FROM "{name}" t')
                rows.update((name, *row) for row in cursor.fetchall())
        return rows


def difference(earlier, later):
    """What went and what came, as (table, text)."""
    went = sorted((table, text) for table, _, _, text in earlier - later)
    came = sorted((table, text) for table, _, _, text in later - earlier)
    return went, came


@pytest.mark.django_db(transaction=True)
def test_a_dump_after_every_answer_tells_only_that_somebody_answered(open_round, client, on_that_day):
    found = open_round(6)
    short = {"respond_safely_before": "1", "respond_safely_now": "2"}
    long = short | {"do_differently": "💡" * 600, "should_change": "€" * 600, "group": "03", "recommend": "5"}
    earlier = dump()
    for place, token in enumerate(tokens_of(found)):
        sent = client.post(f"/feedback/{token}/", long if place % 2 else short)
        assert sent.status_code == 302
        later = dump()
        went, came = difference(earlier, later)
        assert [table for table, _ in went] == ["feedback_invitation"]
        assert [table for table, _ in came] == ["feedback_ballot", "feedback_invitation"]
        was, now_is = went[0][1], came[1][1]
        assert was == now_is.replace(",t,", ",f,", 1)
        earlier = later
    lengths = {len(text) for table, _, _, text in later if table == "feedback_ballot"}
    assert len(lengths) == 1
    assert {len(ballot.sealed) for ballot in Ballot.objects.all()} == {SEALED_FOR_ROUND}


@pytest.mark.django_db(transaction=True)
def test_a_refused_answer_changes_nothing_at_all(open_round, client, on_that_day):
    token = tokens_of(open_round(6))[0]
    said = {"recommend": "5"}
    assert client.post(f"/feedback/{token}/", said).status_code == 302
    earlier = dump()
    assert client.post(f"/feedback/{token}/", said).status_code == 409
    assert client.post("/feedback/1-unknown/", said).status_code == 404
    assert dump() == earlier


def kendall(order):
    """Kendall's tau of a sequence of distinct numbers against 0, 1, 2, …; ties of pairs count nothing."""
    signs = [(a < b) - (a > b) for a, b in combinations(order, 2)]
    return fmean(signs)


ROUNDS, PEOPLE = 30, 12
CHANCE = 5 * (2 * (2 * PEOPLE + 5) / (9 * PEOPLE * (PEOPLE - 1)) / ROUNDS) ** 0.5  # five standard deviations


def orders_after_counting(open_round, now):
    """For many rounds answered in two batches: places in the order of answering, as sorted by each column."""
    rng = random.Random(20260106)
    found_orders = {
        "comment ctid": [],
        "comment id": [],
        "comment xmin": [],
        "tally ctid": [],
        "tally id": [],
    }
    for _ in range(ROUNDS):
        found = open_round(PEOPLE)
        invitations = everybody(found)
        cells = rng.sample([(before, value) for before in range(1, 6) for value in range(1, 6)], PEOPLE)
        for place, (invitation, cell) in enumerate(zip(invitations, cells, strict=True)):
            say(invitation, [cell], comments={"do_differently": [str(place), "no"]})
            if place in {5, 11}:
                counting.count_due(now=now if place == 5 else at_close(found, now))
        place_of = dict(zip(cells, range(PEOPLE), strict=True))
        with connection.cursor() as cursor:
            for by in ("ctid", "id", "xmin"):
                order = {"xmin": "xmin::text::bigint, random()"}.get(by, by)
                cursor.execute(
                    f"SELECT text FROM feedback_comment WHERE round_id = %s ORDER BY {order}", [found.pk]
                )
                found_orders[f"comment {by}"].append([int(text) for (text,) in cursor.fetchall()])
            for by in ("ctid", "id"):
                cursor.execute(
                    f"SELECT before, value FROM feedback_tally WHERE round_id = %s ORDER BY {by}", [found.pk]
                )
                found_orders[f"tally {by}"].append([place_of[cell] for cell in cursor.fetchall()])
            cursor.execute(
                "SELECT count(DISTINCT xmin::text) FROM (SELECT xmin FROM feedback_tally WHERE round_id = %s "
                "UNION ALL SELECT xmin FROM feedback_comment WHERE round_id = %s) rows",
                [found.pk, found.pk],
            )
            assert cursor.fetchone() == (1,)
    return found_orders


@pytest.mark.django_db(transaction=True)
def test_no_order_of_rows_ids_or_transactions_tells_the_order_of_answers(open_round, now, monkeypatch):
    monkeypatch.setattr("feedback.emails.asked", lambda invitation, token: None)
    for by, orders in orders_after_counting(open_round, now).items():
        assert all(sorted(order) == list(range(PEOPLE)) for order in orders)
        tau = fmean(kendall(order) for order in orders)
        assert abs(tau) < CHANCE, (by, tau)


@pytest.mark.django_db(transaction=True)
def test_without_shuffling_the_order_would_be_found(open_round, now, monkeypatch):
    """The control: the same measure sees the order of answers where nothing is shuffled."""
    monkeypatch.setattr("feedback.emails.asked", lambda invitation, token: None)
    monkeypatch.setattr(counting, "shuffle", lambda rows: None)
    found = orders_after_counting(open_round, now)
    assert fmean(kendall(order) for order in found["comment ctid"]) > CHANCE


TRY_TO_OPEN = """
import django; django.setup()
from django.conf import settings
from nacl.exceptions import CryptoError
from feedback import counting, rounds, sealing
from feedback.models import Ballot, Box, Salt
from stepforward.ui.wording import today
from django.utils import timezone
ballots, opened = list(Ballot.objects.all()), 0
for ballot in ballots:
    for salt in Salt.objects.all():
        for key in ("", settings.SECRET_KEY, bytes(salt.salt).hex(), bytes(salt.box.public_key).hex()):
            settings.FEEDBACK_KEY = key
            try:
                sealing.take_off(ballot.sealed, box_id=salt.box_id, salt=salt.salt)
                opened += 1
            except (CryptoError, sealing.KeyMissing):
                pass
settings.FEEDBACK_KEY = ""
try:
    counting.count_due(now=timezone.now())
except sealing.KeyMissing as missing:
    print(len(ballots), opened, missing)
"""


@pytest.mark.django_db(transaction=True)
def test_with_the_web_nodes_environment_nothing_can_be_opened(open_round):
    found = open_round(6)
    for invitation in everybody(found):
        say(invitation)
    web = {name: value for name, value in os.environ.items() if name != "FEEDBACK_KEY"}
    web |= {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "stepforward.settings"}
    tried = subprocess.run(
        [sys.executable, "-c", TRY_TO_OPEN],
        env=web,
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert tried.stdout.startswith("6 0 FEEDBACK_KEY is not set here"), tried.stderr
    assert (Ballot.objects.count(), Tally.objects.count(), Comment.objects.count()) == (6, 0, 0)
    assert Salt.objects.count() == 2


def test_every_ballot_has_one_length_and_comes_back_whole():
    longest = longest_ballot(ACTIVE_BYSTANDER[Wave.AFTER])
    key = PrivateKey.generate()
    lengths = set()
    for ballot in ({"group": "", "answers": {"q": 1}, "comments": {}}, longest):
        sealed = seal(ballot, key.public_key.encode())
        lengths.add(len(sealed))
        assert read(SealedBox(key).decrypt(sealed)) == ballot
    assert lengths == {PADDED + 48}
