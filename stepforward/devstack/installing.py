"""Makes `.venv` and fills it, with the standard library alone."""

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from stepforward.devstack.saying import Refusal, failed, step
from stepforward.ui import frontend

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
STAMP = VENV / "installed"


def inside():
    return Path(sys.prefix).resolve() == VENV.resolve()


def fingerprint():
    """What the installed packages depend on: the pinned lists, and the Python that they are for."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {sys.platform}".encode())
    for file in REQUIREMENTS:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def up_to_date():
    return (
        PYTHON.exists()
        and STAMP.exists()
        and STAMP.read_text() == fingerprint()
        and frontend.up_to_date(ROOT)
    )


def install():
    """Bring `.venv` and the front-end packages up to date; two commands take turns."""
    if up_to_date():
        return
    VENV.mkdir(exist_ok=True)
    with _turn(VENV / "lock"):
        if not PYTHON.exists() or not _pip_works():
            _make_venv()
        packages = not STAMP.exists() or STAMP.read_text() != fingerprint()
        collecting = None
        if not frontend.up_to_date(ROOT):
            collecting = _collect_frontend()
        try:
            if packages:
                _install_packages()
        except BaseException:
            if collecting:
                collecting.terminate()
            raise
        if collecting:
            _wait_for_frontend(collecting)


def _make_venv():
    if not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        raise Refusal(
            "This Python cannot make virtual environments: install its venv package "
            f"(on Debian and Ubuntu `apt install python3.{sys.version_info.minor}-venv`) and run this again."
        )
    with step("Making .venv"):
        log = VENV / "venv.log"
        base = getattr(sys, "_base_executable", sys.executable)
        with log.open("wb") as output:
            made = subprocess.run([base, "-m", "venv", VENV], stdout=output, stderr=subprocess.STDOUT)
        if made.returncode:
            raise failed("The virtual environment could not be made.", log)


def _pip_works():
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0


def _install_packages():
    """The lists are complete and pinned, so that pip need not resolve; bytecode is made when first needed."""
    STAMP.unlink(missing_ok=True)
    log = VENV / "install.log"
    total = sum(line[:1].isalnum() for file in REQUIREMENTS for line in file.read_text().splitlines())
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-compile", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar=off", "-r", REQUIREMENTS[-1]]
    with step(f"Installing {total} packages") as progress, log.open("w") as record:
        pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
        done = 0
        for line in pip.stdout:
            record.write(line)
            if line.startswith(("Collecting ", "Processing ", "Requirement already", "Ignoring ")):
                done += 1
                progress.progress(min(done, total), total)
        record.flush()
        if pip.wait():
            raise failed("The packages could not be installed.", log)
    STAMP.write_text(fingerprint())


def _collect_frontend():
    """Runs beside pip, for it waits for the network most of the time."""
    with (VENV / "frontend.log").open("wb") as output:
        return subprocess.Popen(
            [PYTHON, "-m", "stepforward.ui.frontend"], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )


def _wait_for_frontend(collecting):
    with step("Collecting the front-end packages"):
        if collecting.wait():
            raise failed("The front-end packages could not be fetched.", VENV / "frontend.log")


@contextmanager
def _turn(file):
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def step_in(arguments):
    """Become the Python of `.venv`. Does not return."""
    os.environ.pop("PYTHONHOME", None)
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), str(ROOT / "manage.py"), *arguments])  # noqa: S606
