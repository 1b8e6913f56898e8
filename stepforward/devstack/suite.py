"""`manage.py test`: the whole suite on throwaway real servers; its arguments go to pytest."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from stepforward.devstack.holding import ROOT
from stepforward.devstack.processes import Supervisor, ending_with_us
from stepforward.devstack.servers import serving

# What a developer may have set for other ends must not change what the tests find.
UNSET = [
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "DEMO_PORT",
    "PYTEST_ADDOPTS",
]
LAST_WORDS_SECONDS = 3


def main(arguments):
    """Returns pytest's exit code."""
    home = Path(tempfile.mkdtemp(prefix="sf-test-"))
    try:
        with Supervisor() as supervisor:
            supervisor.tell_leash(f"path {home}")
            with serving(supervisor, home, durable=False) as servers:
                return _pytest(arguments, servers)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _pytest(arguments, servers):
    environment = {name: value for name, value in os.environ.items() if name not in UNSET}
    environment |= servers | {"DJANGO_ENV": "test", "FEEDBACK_KEY": secrets.token_hex(32)}
    command = [sys.executable, "-m", "pytest", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, preexec_fn=ending_with_us(signal.SIGTERM))
    try:
        return process.wait()
    except KeyboardInterrupt:
        try:
            process.wait(LAST_WORDS_SECONDS)  # the terminal told pytest too
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()
        raise
