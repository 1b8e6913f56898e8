import os
import signal
import sys
import time

import pytest

from stepforward.devstack.processes import Supervisor
from stepforward.devstack.tests.commands import gone, mentioning, python

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

SERVE = """
import sys, time
from pathlib import Path
from stepforward.devstack.processes import Supervisor
from stepforward.devstack.saying import quietly
from stepforward.devstack.servers import serving
home = Path({home!r})
stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
with Supervisor() as supervisor, serving(supervisor, home, durable=True, say=quietly) as found:
    supervisor.start("stubborn", [sys.executable, "-c", stubborn, home], log=home / "stubborn.log")
    print(found["DATABASE_URL"], flush=True)
    time.sleep(60)
"""


@pytest.fixture
def serving(tmp_path):
    supervisor = python(SERVE.format(home=str(tmp_path)), WATCHED=str(tmp_path))
    assert supervisor.stdout.readline().startswith("postgres://")
    yield supervisor
    supervisor.kill()
    supervisor.wait()
    supervisor.stdout.close()


def test_given_servers_when_the_supervisor_is_killed_then_no_process_is_left(serving, tmp_path):
    assert len(mentioning(str(tmp_path))) >= 5
    os.kill(serving.pid, signal.SIGKILL)
    serving.wait()
    assert gone(str(tmp_path), seconds=5) == []


def test_given_servers_when_interrupted_then_all_end_within_five_seconds(serving, tmp_path):
    os.kill(serving.pid, signal.SIGINT)
    assert gone(str(tmp_path), seconds=5) == []


def test_given_a_child_that_dies_then_its_name_and_the_end_of_its_log_are_said(tmp_path):
    with Supervisor() as supervisor:
        child = supervisor.start(
            "The clock",
            [sys.executable, "-c", "print('the spring broke'); raise SystemExit(3)"],
            log=tmp_path / "log",
        )
        child.process.wait()
        assert "The clock ended by itself (exit code 3)" in str(child.failure())
        assert "the spring broke" in str(child.failure())


STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
PARENT = "import subprocess; subprocess.Popen(['sleep', '60']); "
WAIT = "import time; print('on', flush=True); time.sleep(60)"


def begin(supervisor, code, tmp_path):
    """A child that has said that it is on."""
    log = tmp_path / "log"
    marked = {"env": os.environ | {"WATCHED": str(tmp_path)}}
    child = supervisor.start("a child", [sys.executable, "-c", code + WAIT], log=log, **marked)
    while "on" not in log.read_text():
        time.sleep(0.02)
    return child


def test_given_a_stubborn_child_when_stopped_then_force_follows_within_the_grace(tmp_path):
    with Supervisor() as supervisor:
        child = begin(supervisor, STUBBORN, tmp_path)
        started = time.monotonic()
        supervisor.stop([child], grace=0.3)
        assert 0.3 <= time.monotonic() - started < 2
        assert child.process.returncode == -signal.SIGKILL


def test_given_a_grandchild_when_its_parent_is_stopped_then_it_goes_too(tmp_path):
    with Supervisor() as supervisor:
        child = begin(supervisor, PARENT, tmp_path)
        assert len(mentioning(str(tmp_path))) == 2
        supervisor.stop([child])
        assert gone(str(tmp_path), seconds=2) == []
