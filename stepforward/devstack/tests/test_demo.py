import os
import re
import signal
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from stepforward.devstack.tests.commands import gone, mentioning, python

DEMO = """
import sys
from pathlib import Path
from stepforward.devstack.demo import main
sys.exit(main(Path({home!r})))
"""
pytestmark = pytest.mark.slow


@pytest.fixture
def start(tmp_path):
    """Starts the demo in a folder of its own; gives the process and what it said until it was ready."""
    started = []

    def starting():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        demo = python(DEMO.format(home=str(tmp_path / "d")), DEMO_PORT=port, WATCHED=str(tmp_path / "d"))
        started.append(demo)
        said = ""
        for line in demo.stdout:
            said += line
            if "Ctrl-C" in line:
                return demo, said
        raise AssertionError(said)

    yield starting
    for demo in started:
        demo.kill()
        demo.wait()
        demo.stdout.close()
    assert gone(str(tmp_path / "d"), seconds=6) == []


def test_given_the_demo_when_started_twice_then_the_second_is_warm_and_keeps_everything(start, tmp_path):
    demo, said = start()
    address = re.search(r"http://127\.0\.0\.1:\d+", said).group()
    password = re.search(r"password (\S+)", said).group(1)
    for role in ("coordinator", "facilitator", "dean", "programme_lead"):
        assert f"{role}@stepforward.example" in said
    assert f"{address}/emails/" in said
    with urllib.request.urlopen(f"{address}/accounts/login/") as page:
        assert page.status == 200

    started = time.monotonic()
    os.kill(demo.pid, signal.SIGINT)
    assert demo.wait(timeout=5) == 0
    assert gone(str(tmp_path / "d"), seconds=max(0, 5 - (time.monotonic() - started))) == []

    again, said = start()
    assert "Making people" not in said
    assert password in said
    os.kill(again.pid, signal.SIGKILL)
    again.wait()
    assert gone(str(tmp_path / "d"), seconds=5) == []


def test_given_the_demo_then_only_the_counting_worker_can_open_ballots(start, tmp_path):
    start()
    key = (tmp_path / "d" / "feedback-key").read_text()
    holders = mentioning(key)
    assert holders
    for pid in holders:
        assert "counting" in Path(f"/proc/{pid}/cmdline").read_text()
