"""What it costs to say how fair the load is among a thousand facilitators who said when they are free for a
year, some of them by a usual week: in milliseconds, the database's share among them."""

import time
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db import connection, transaction
from django.utils import timezone

from facilitators.fairness.faculty import faculty_of
from facilitators.fairness.periods import Stretch, period_of
from facilitators.fairness.shares import shares
from facilitators.models import Facilitator
from facilitators.suggesting.bench import database_time
from facilitators.suggesting.filling import fill
from stepforward.measuring import serving
from stepforward.measuring.figures import figure
from stepforward.ui.wording import civil_date

PEOPLE, ROUNDS = 1_000, 7
USUAL = 5  # every fifth goes by a usual week
MOST = {Stretch.LATELY: 400, Stretch.YEAR: 1_500}
SAID = """insert into facilitators_availability (facilitator_id, day, part, level)
select f.id, d.day::date, p.part,
    case when (f.id + p.n + extract(doy from d.day)::int) %% 3 = 0 then 'no' else 'yes' end
from facilitators_facilitator f
cross join generate_series(%(first)s::date, %(last)s::date, interval '1 day') d (day)
cross join (values ('morning', 1), ('afternoon', 2)) p (part, n)
where extract(isodow from d.day) <= 5 and f.id %% %(usual)s <> 0"""
USUALLY = """insert into facilitators_usualpart (facilitator_id, weekday, part, level, starts_on)
select f.id, w, p, 'if_needed', %(first)s
from facilitators_facilitator f
cross join generate_series(0, 4) w
cross join (values ('morning'), ('afternoon')) v (p)
where f.id %% %(usual)s = 0"""


@dataclass(frozen=True)
class Took:
    what: str
    ms: float
    goal: str


def run(*, requests, say):
    """[Took, …], each the median of ROUNDS. `requests` is not for this bench."""
    with serving.throwaway_database(), transaction.atomic():
        now = timezone.now()
        fill(people=PEOPLE, windows=1, now=now)
        year = period_of(Stretch.YEAR, civil_date(now))
        Facilitator.objects.update(joined_on=year.first - timedelta(days=400))
        with connection.cursor() as cursor:
            for sql in (SAID, USUALLY):
                cursor.execute(sql, {"first": year.first, "last": year.last, "usual": USUAL})
                say(f"{PEOPLE:,} facilitators, {cursor.rowcount:,} rows of what they said")
            cursor.execute("ANALYZE")
        measured = [took for stretch in MOST for took in measure(stretch, now)]
        transaction.set_rollback(True)
    return measured


def measure(stretch, now):
    whole, database, period = [], [], period_of(stretch, civil_date(now))
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with database_time() as spent:
            faculty = faculty_of(shares(period, now))
        if not faculty.words(period) or len(faculty.counted) != PEOPLE:
            raise RuntimeError("There are not all in it.")
        whole.append((time.perf_counter() - began) * 1000)
        database.append(sum(spent))
    yield Took(f"{period.words}, whole", median(whole), f"<={MOST[stretch]}")
    yield Took(f"{period.words}, all queries", median(database), f"<={MOST[stretch]}")


def table(measured):
    lines = [f"| fairness, {PEOPLE:,} people | ms | goal |", "| --- | ---: | --- |"]
    return "\n".join(lines + [f"| {one.what} | {one.ms:.0f} | {one.goal} |" for one in measured])


def figures(measured):
    """One dict a figure, as tools read them."""
    for one in measured:
        yield figure("fairness", one.what, one.ms, "ms", goal=one.goal)
