"""Runs Django in a process of its own, with an environment of its own."""

import os
import subprocess
import sys

from stepforward.tests.reading import ROOT

PRODUCTION = {
    "DJANGO_ENV": "production",
    "SECRET_KEY": "aGoodSecretKeyOfAtLeastFiftyCharacters-7f3k2m9q4x8w1z5v6b0n",
    "ALLOWED_HOSTS": "stepforward.example",
    "SITE_URL": "https://stepforward.example",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
    "DATABASE_URL": "postgres://sf:sf@127.0.0.1:9/nowhere",
    "REDIS_URL": "redis://127.0.0.1:9/0",
}


def run(environment, *arguments):
    """Run `python arguments…` with nothing in the environment but `environment`; (exit code, all it said)."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    ran = subprocess.run(
        [sys.executable, *arguments],
        env=bare | {"DJANGO_SETTINGS_MODULE": "stepforward.settings"} | environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,  # a process that hangs; a busy machine is no failure
    )
    return ran.returncode, ran.stdout + ran.stderr
