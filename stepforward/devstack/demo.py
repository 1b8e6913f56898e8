"""`manage.py demo`: everything that production runs, on this machine, until Ctrl-C."""

import hashlib
import os
import socket
import sys
import time
import urllib.request
from pathlib import Path

from stepforward.devstack.holding import (
    HOME,
    ROOT,
    Held,
    announce,
    announced,
    holding,
    kept_secret,
    refuse_second,
)
from stepforward.devstack.processes import Supervisor
from stepforward.devstack.saying import Refusal, failed, step
from stepforward.devstack.servers import serving

ROLES = ("coordinator", "facilitator", "dean", "programme_lead")
WATCH_SECONDS = 0.3
ANSWER_SECONDS = 30
BUSY = "is taken by another program: end that program, or choose another port with DEMO_PORT=8001."


def claim_port():
    """The demo's port, bound and not yet listening, so that nobody else can take it meanwhile."""
    said = os.environ.get("DEMO_PORT") or "8000"
    if not said.isdigit() or not 0 < int(said) < 65536:
        raise Refusal(f"DEMO_PORT must be a port number from 1 to 65535, not {said!r}.")
    claimed = socket.socket()
    claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claimed.bind(("127.0.0.1", int(said)))
    except PermissionError:
        raise Refusal(f"Port {said} needs more rights: choose one above 1023 with DEMO_PORT.") from None
    except OSError:
        if announced().get("address", "").endswith(f":{said}"):
            raise refuse_second() from None
        raise Refusal(f"Port {said} {BUSY}") from None
    return claimed


def main(home=HOME):
    """Serve until interrupted; returns the exit code."""
    started = time.monotonic()
    try:
        with (
            claim_port() as port,
            holding(home) as lock,
            Supervisor(keep=[lock]) as supervisor,
            serving(supervisor, home, durable=True) as servers,
        ):
            demo = Demo(supervisor, home, port, servers)
            try:
                demo.open()
                print(demo.welcome(time.monotonic() - started), flush=True)
                demo.watch()
            except KeyboardInterrupt:
                print("\nStopping.", flush=True)
                return 0
            finally:
                demo.stop()
    except Held:
        raise refuse_second(home) from None


class Demo:
    def __init__(self, supervisor, home, port, servers):
        self.supervisor, self.home, self.port, self.servers = supervisor, home, port, servers
        self.servers_running = list(supervisor.children)
        self.address = f"http://127.0.0.1:{port.getsockname()[1]}"
        self.password = kept_secret("password", home)
        self.key = kept_secret("feedback-key", home)
        self.environment = {
            name: value for name, value in os.environ.items() if name not in {"FEEDBACK_KEY", "DEMO_PASSWORD"}
        }
        self.environment |= servers | {"DJANGO_ENV": "development", "SITE_URL": self.address}
        self.environment |= {"DJANGO_SETTINGS_MODULE": "stepforward.settings", "PYTHONUNBUFFERED": "1"}

    def open(self):
        """Migrate, tell the story on the first start, then serve; a warm start does the first two at once."""
        database = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode()).hexdigest()[:8]
        seeded = self.home / f"seeded-{database}"
        warm = seeded.exists()
        web = self._serve() if warm else None
        with step("Bringing the database up to date"):
            self._command("migrate", "--no-input", "-v0")
        if not warm:
            with step("Making people, sessions and feedback to look at"):
                # Rounds that stay open after it are the counting worker's, and need its key.
                self._command("seed_demo", DEMO_PASSWORD=self.password, FEEDBACK_KEY=self.key)
            seeded.touch()
        with step("Starting the web server"):
            self._wait_for(web or self._serve())
        with step("Starting the workers and the clock"):
            self._work()
        announce(self.servers, self.home, address=self.address)

    def _command(self, name, *arguments, **environment):
        log = self.home / "logs" / f"{name}.log"
        command = [sys.executable, ROOT / "manage.py", name, *arguments]
        child = self.supervisor.start(name, command, log=log, env=self.environment | environment, cwd=ROOT)
        child.process.wait()
        self.supervisor.stop([child])
        if child.process.returncode:
            raise failed(f"`manage.py {name}` failed.", log)

    def _serve(self):
        self.port.set_inheritable(True)
        number = self.port.fileno()
        command = f"gunicorn --preload --workers=2 --bind=fd://{number} --no-control-socket stepforward.wsgi"
        return self._run("The web server", command.split(), pass_fds=[number])

    def _work(self):
        """Only the counting worker is given the key that opens ballots."""
        celery = ["celery", "-A", "stepforward"]
        worker = [*celery, "worker", "-l", "INFO", "--without-mingle", "--without-gossip"]
        self._run("The worker", [*worker, "-Q", "celery", "-c", "2", "-n", "worker@%h"])
        counting = ["-Q", "counting", "-c", "1", "-n", "counting@%h"]
        self._run("The counting worker", [*worker, *counting], FEEDBACK_KEY=self.key)
        schedule = f"--schedule={self.home / 'beat-schedule'}"
        self._run("The clock", [*celery, "beat", "-l", "INFO", "--pidfile=", schedule])

    def _run(self, name, module, *, pass_fds=(), **environment):
        log = self.home / "logs" / f"{name.lower().removeprefix('the ').replace(' ', '-')}.log"
        return self.supervisor.start(
            name,
            [sys.executable, "-m", *module],
            log=log,
            env=self.environment | environment,
            cwd=ROOT,
            pass_fds=pass_fds,
        )

    def _wait_for(self, web):
        until = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < until:
            if web.died:
                raise web.failure()
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=ANSWER_SECONDS):  # noqa: S310
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise failed(f"The web server did not answer within {ANSWER_SECONDS} seconds.", web.log)

    def welcome(self, seconds):
        people = "\n".join(f"    {role}@stepforward.example" for role in ROLES)
        return f"""
Step Forward is ready after {seconds:.1f} s: {self.address}/

  Sign in at {self.address}/accounts/login/ as
{people}
  with the password {self.password}
  Every email that was sent: {self.address}/emails/ (sign in as the coordinator)
  Logs: {_short(self.home / "logs")}/   Data: {_short(self.home)}/ (delete it to begin again)

Ctrl-C stops everything."""

    def stop(self):
        """The servers stay until nobody uses them any more."""
        self.supervisor.stop(
            [child for child in self.supervisor.children if child not in self.servers_running]
        )

    def watch(self):
        while True:
            for child in self.supervisor.children:
                if child.died:
                    raise child.failure()
            time.sleep(WATCH_SECONDS)


def _short(path):
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
