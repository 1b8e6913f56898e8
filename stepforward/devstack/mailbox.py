"""The mail server of the demo and the tests: on loopback, keeping what it was given."""

import socket
import sys
from pathlib import Path


class Mailbox:
    """The server as a child of the supervisor, on a port that the system chose."""

    def __init__(self, supervisor, folder, *, logs):
        self.supervisor, self.folder, self.logs = supervisor, folder, logs
        self.child = self.port = None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]
            self.child = self.supervisor.start(
                "The mail server",
                [sys.executable, "-m", "stepforward.devstack.mail_server", self.folder, listening.fileno()],
                log=self.logs / "mail.log",
                pass_fds=[listening.fileno()],
                cwd=Path(__file__).resolve().parents[2],
            )

    def stop(self):
        if self.child:
            self.supervisor.stop([self.child])
