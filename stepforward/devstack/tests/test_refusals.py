"""What cannot be is said in one sentence, with a non-zero exit code and no traceback."""

import errno
import shutil
import socket

import pytest

from stepforward.devstack.saying import failed, in_one_sentence
from stepforward.devstack.tests.commands import ROOT, manage


def sentence(ran):
    """What the command said last, once it is sure that it failed kindly."""
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "Traceback" not in ran.stdout + ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1, ran.stderr
    return ran.stderr.strip()


def test_given_a_taken_port_then_the_demo_says_which_and_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = sentence(manage("demo", DEMO_PORT=port))
    assert said.startswith(f"Port {port} is taken")
    assert "DEMO_PORT" in said


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_given_a_port_that_is_none_then_the_demo_says_so(port):
    assert port in sentence(manage("demo", DEMO_PORT=port))


@pytest.mark.parametrize("command", ["test", "migrate"])
def test_given_an_unreachable_database_then_its_address_is_said_and_its_password_is_not(command):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{unused.getsockname()[1]}"
        ran = manage(command, DATABASE_URL=f"postgres://ada:secret@{address}/x", DJANGO_ENV="development")
    assert "cannot be reached" in sentence(ran)
    assert "secret" not in ran.stdout + ran.stderr


def test_given_an_unreachable_broker_then_the_tests_do_not_start():
    assert "REDIS_URL cannot be reached" in sentence(manage("test", REDIS_URL="redis://127.0.0.1:1/0"))


def test_given_a_python_without_venv_then_the_package_to_install_is_named(tmp_path):
    clone = bare_clone(tmp_path / "clone")
    without = tmp_path / "without"
    without.mkdir()
    (without / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None\n")
    assert "venv" in sentence(manage("test", root=clone, PYTHONPATH=str(without)))


def test_given_a_folder_that_cannot_be_written_then_it_is_named(tmp_path):
    clone = bare_clone(tmp_path / "clone")
    (clone / ".venv").write_text("in the way")
    assert ".venv" in sentence(manage("test", root=clone))


def test_given_a_full_disk_then_that_is_the_sentence_wherever_it_shows(tmp_path):
    with pytest.raises(OSError, match="No space") as full, open("/dev/full", "w") as disk:  # noqa: PTH123
        disk.write("x" * 100_000)
    assert full.value.errno == errno.ENOSPC
    assert "disk is full" in in_one_sentence(full.value)
    log = tmp_path / "log"
    log.write_text("PANIC:  could not write to file: No space left on device\n")
    assert str(failed("Postgres ended by itself.", log)).startswith("The disk is full")


def bare_clone(folder):
    """What the bootstrap reads, and nothing that was installed."""
    unwanted = shutil.ignore_patterns("tests", "__pycache__")
    for part in ("stepforward/devstack", "stepforward/ui"):
        shutil.copytree(ROOT / part, folder / part, ignore=unwanted)
    for name in (
        "manage.py",
        "requirements.txt",
        "requirements-dev.txt",
        "package.json",
        "package-lock.json",
    ):
        shutil.copy(ROOT / name, folder / name)
    shutil.copy(ROOT / "stepforward/__init__.py", folder / "stepforward/__init__.py")
    return folder
