"""Where manage.py starts outside production: into `.venv`, then to the command. Standard library only."""

import errno
import os
import signal
import sys

from stepforward.devstack import demo, installing, suite
from stepforward.devstack.holding import HOME, ROOT, Held, announce, announced, holding, refuse_second
from stepforward.devstack.processes import Supervisor
from stepforward.devstack.saying import Refusal, in_one_sentence, quietly
from stepforward.devstack.servers import serving

# Commands that never look into the database.
ALONE = {
    "",
    "help",
    "version",
    "check",
    "findstatic",
    "startapp",
    "diffsettings",
    "makemessages",
    "compilemessages",
}
ALONE |= {"build_frontend", "collectstatic"}


def main(arguments, plain):
    """Run a command; returns its exit code. `plain` runs Django's own. A refusal is one sentence."""
    command = arguments[0] if arguments else ""
    _listen()
    try:
        if command == "demo":
            _read_dotenv()
            demo.claim_port().close()  # before anything is installed for nothing
            _enter(arguments)
            return demo.main()
        if command == "test":
            _enter(arguments)
            return suite.main(arguments[1:])
        if not installing.inside() and installing.PYTHON.exists():
            installing.step_in(arguments)
        return _on_servers(command, plain)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        if "--traceback" in arguments or not (full or command in {"demo", "test"}):
            raise
        print(in_one_sentence(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _listen():
    """Every polite signal ends a command in good order, also where a script started it in the background."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup means it
            signal.signal(number, _interrupt)


def _interrupt(*_):
    raise KeyboardInterrupt


def _enter(arguments):
    installing.install()
    if not installing.inside():
        installing.step_in(arguments)


def _on_servers(command, plain):
    """On the servers of the environment, of a running demo, or on ones started for this command."""
    if os.environ.get("DATABASE_URL"):
        return plain()
    os.environ.setdefault("DJANGO_ENV", "development")
    _read_dotenv()
    if command in ALONE or command.startswith("-") or os.environ.get("DATABASE_URL"):
        return plain()
    try:
        with (
            holding() as lock,
            Supervisor(keep=[lock]) as supervisor,
            serving(supervisor, HOME, durable=True, say=quietly) as environment,
        ):
            announce(environment)
            os.environ.update(environment)
            return plain()
    except Held:
        found = announced()
        if not found:
            raise refuse_second() from None
        os.environ.update(found["environment"])
        return plain()


def _read_dotenv():
    """`.env` may name the servers; what the environment says comes first."""
    file = ROOT / ".env"
    for line in file.read_text().splitlines() if file.exists() else []:
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("'\""))
