"""Children that cannot outlive their supervisor, whichever way it ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from stepforward.devstack import leash as leash_script
from stepforward.devstack.saying import failed

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    name: str
    process: subprocess.Popen
    log: Path
    ending: int  # the signal that ends it in good order

    @property
    def died(self):
        return self.process.poll() is not None

    def failure(self):
        return failed(f"{self.name} ended by itself (exit code {self.process.returncode}).", self.log)


class Supervisor:
    """Starts children in sessions of their own and ends them, last started first.

    Linux tells a child when its parent dies; the leash, a tiny process on a pipe, ends whatever is
    left after that, there and elsewhere.
    """

    def __init__(self, *, keep=()):
        """`keep` are file descriptors, such as a lock, that the leash holds until all has ended."""
        self.children = []
        read, self.pipe = os.pipe()
        self.leash = subprocess.Popen(
            [sys.executable, "-I", "-S", leash_script.__file__],
            stdin=read,
            start_new_session=True,
            pass_fds=keep,
            cwd="/",
        )
        os.close(read)

    def tell_leash(self, line):
        with contextlib.suppress(BrokenPipeError):
            os.write(self.pipe, f"{line}\n".encode())

    def start(self, name, command, *, log, ending=signal.SIGTERM, namespace=False, **popen):
        """Start a child whose output goes to the file `log`; `popen` goes to subprocess.Popen."""
        with Path(log).open("wb") as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=ending_with_us(ending, namespace=namespace),
                **popen,
            )
        child = Child(name, process, Path(log), ending)
        self.children.append(child)
        self.tell_leash(f"+ {process.pid} {int(ending)}")
        return child

    def stop(self, children=None, *, grace=2.0):
        """End these children (or all) at once, in good order; after `grace` seconds by force."""
        children = list(self.children if children is None else children)
        for child in reversed(children):
            if not child.died:
                child.process.send_signal(child.ending)
        until = time.monotonic() + grace
        for child in children:
            try:
                child.process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                leash_script.send(child.process.pid, signal.SIGKILL)
                child.process.wait()
            leash_script.send(child.process.pid, signal.SIGKILL)  # what is left of its group
            self.tell_leash(f"- {child.process.pid}")
            self.children.remove(child)

    def close(self):
        self.stop()
        os.close(self.pipe)
        self.leash.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def may_use_namespaces():
    """Whether a process here may enter a user namespace of its own (containers often refuse)."""
    if sys.platform != "linux":
        return False
    probe = "import sys; sys.path.insert(0, sys.argv[1]); "
    probe += "from stepforward.devstack.processes import enter_namespace as n; n()"
    root = str(Path(__file__).resolve().parents[2])
    return subprocess.run([sys.executable, "-I", "-c", probe, root], capture_output=True).returncode == 0


def enter_namespace():
    """Become user 1000 of a namespace in which that user is root outside: Postgres refuses uid 0."""
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "user namespaces are refused")
    for name, text in (("setgroups", "deny"), ("uid_map", "1000 0 1"), ("gid_map", "1000 0 1")):
        file = os.open(f"/proc/self/{name}", os.O_WRONLY)
        os.write(file, text.encode())
        os.close(file)


def ending_with_us(ending, *, namespace=False):
    """A preexec_fn for subprocess: Linux sends the child the signal `ending` when this process dies."""
    parent = os.getpid()

    def run():
        if namespace:
            enter_namespace()
        if sys.platform == "linux":
            libc.prctl(PR_SET_PDEATHSIG, int(ending), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return run
