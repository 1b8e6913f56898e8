"""What moving a spreadsheet in costs, by the command and by a worker: time by the clock and of the processor,
and the most memory at once, of a thousand rows and of ten thousand."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
from django.conf import settings
from django.utils import timezone

from stepforward.importing import running, working
from stepforward.importing.models import Pass, Run
from stepforward.measuring import serving
from stepforward.measuring.figures import figure
from stepforward.people.models import User
from stepforward.people.roles import Role

FEW, MANY = 1_000, 10_000
MOST_SECONDS, MOST_GROWTH = 30, 1.1
HEADINGS = (
    "ID",
    "Completion time",
    "Email",
    "Name",
    "Which organisation are you from?",
    "Department or team",
)
HEADINGS += ("Where would the session be?", "Roughly how many people?", "Who would come?", "Preferred dates")
HEADINGS += ("Is there anything you would like us to focus on?", "Anything else we should know?")
WORK = "import django; django.setup(); from django.utils import timezone; "
WORK += "from stepforward.importing import working; working.work({pk}, now=timezone.now())"
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
NAMES = {
    ("command", "look"): "import_records",
    ("command", "move"): "import_records --apply",
    ("worker", "look"): "worker, looked through",
    ("worker", "move"): "worker, moved in",
}


@dataclass(frozen=True)
class Cost:
    """Seconds, seconds of the processor and megabytes."""

    way: tuple
    rows: int
    seconds: float
    cpu: float
    peak: float


def run(*, requests, say):
    """Each file each way, in a process of its own on an empty database; returns [Cost, …]. `requests` is not
    for this bench."""
    with serving.throwaway_database() as database, tempfile.TemporaryDirectory() as folder:
        by = User.objects.create_user("bench@stepforward.example", name="Bench", roles=[Role.COORDINATOR])
        measured = []
        for rows in (FEW, MANY):
            path = spreadsheet(Path(folder) / f"{rows}.xlsx", rows)
            say(f"{rows:,} rows, {path.stat().st_size:,} bytes")
            for way in NAMES:
                measured.append(Cost(way, rows, *measure(way, path, by, database)))
                if way[1] == "move":
                    take_all_back(by)
    return measured


def spreadsheet(path, rows):
    """A workbook of requests as an online form writes it."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Form1")
    sheet.append(HEADINGS)
    for n in range(rows):
        asked = datetime(2025, 1, 1) + timedelta(minutes=n)  # noqa: DTZ001  as a spreadsheet has it
        focus = ("Racism;", "Bullying;Sexism;", "Microaggressions;")[n % 3]
        wish = ("w/c 13/01/2025", "any Tuesday pm in March", "Friday 24 May or 08.07.25")[n % 3]
        who = (f"asks.{n}@nowhere.example", "Jo Brennan", "Bolton NHS FT", f"Theatres {n}")
        sheet.append((n, asked, *who, "ward team", "about 30", "ODPs;Nursing;", wish, focus, "None yet"))
    book.save(path)
    return path


def measure(way, path, by, database):
    """(seconds, seconds of the processor, megabytes at most) of one child process; it must make every row."""
    place, deed = way
    if place == "command":
        command = ["manage.py", "import_records", str(path), "--json"] + ["--apply"] * (deed == "move")
    else:
        command = ["-c", WORK.format(pk=waiting_pass(path, deed, by).pk)]
    environment = os.environ | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "stepforward.settings"}
    environment["DJANGO_ENV"] = settings.DJANGO_ENV
    began = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, *command]
        child = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=said)  # noqa: S603
        peak, used = watched(child)
        took = time.perf_counter() - began
        said.seek(0)
        answer = json.loads(said.read() or b"null")
    made = answer["made"] if answer else Run.objects.first().made
    if child.returncode or not made or (not answer and Pass.objects.first().state != Pass.State.DONE):
        raise RuntimeError(f"{NAMES[way]} of {path.name} did not make every row")
    return took, used.ru_utime + used.ru_stime, peak


def watched(child):
    """(the most memory it had, in megabytes, what else it used) of a child, once it has ended. Linux counts
    what its parent had into `ru_maxrss`, so its own peak is looked up while it lives."""
    peak, status = 0, Path(f"/proc/{child.pid}/status")
    while True:
        pid, ended, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(ended)
            return peak / 1024 or used.ru_maxrss / 1024, used
        if status.exists() and (found := PEAK.search(status.read_text())):
            peak = int(found[1])
        time.sleep(0.02)


def waiting_pass(path, deed, by):
    now = timezone.now()
    if deed == Pass.Deed.MOVE:
        return working.ask(run=Run.objects.first(), deed=deed, by=by, now=now)
    with path.open("rb") as file:
        return working.bring(file=file, name=path.name, by=by, now=now).passes.get()


def take_all_back(by):
    for one in Run.objects.filter(state=Run.State.MOVED_IN):
        running.take_back(run=one, by=by, now=timezone.now())


def table(measured):
    lines = [
        "| moving in | rows | seconds | CPU, s | rows a second | peak, MB | growth of the peak |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in measured:
        growth = f"{one.peak / few_of(measured, one).peak:.2f}" if one.rows == MANY else ""
        seconds = f"{one.seconds:.1f} | {one.cpu:.1f} | {one.rows / one.seconds:,.0f}"
        lines.append(f"| {NAMES[one.way]} | {one.rows:,} | {seconds} | {one.peak:.0f} | {growth} |")
    return "\n".join(lines)


def few_of(measured, one):
    return next(other for other in measured if other.way == one.way and other.rows == FEW)


def figures(measured):
    """One dict a figure, as tools read them."""
    for one in measured:
        many = one.rows == MANY
        growth = one.peak / few_of(measured, one).peak if many else None
        for what, value, unit, ratio, goal in (
            ("seconds", one.seconds, "s", None, f"<={MOST_SECONDS}"),
            ("cpu", one.cpu, "s", None, None),
            ("peak", one.peak, "MB", growth, None),
            *([("growth of the peak", growth, "times", None, f"<={MOST_GROWTH}")] if many else []),
        ):
            name = f"{NAMES[one.way]}, {one.rows} rows, {what}"
            yield figure("importing", name, value, unit, ratio=ratio, goal=goal)
