#!/usr/bin/env python3
"""`demo` and `test` need nothing but this Python; every other command is Django's."""

import os
import sys


def django_command():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepforward.settings")
    try:
        from django.core.management import execute_from_command_line
        from django.db import OperationalError
    except ModuleNotFoundError:
        sys.exit(
            "Django is not installed here: run `python3 manage.py demo`, or pip install -r requirements.txt."
        )
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        unreachable = getattr(error.__cause__, "pgcode", None) is None
        if "--traceback" in sys.argv or not unreachable:
            raise
        sys.exit(f"The database cannot be reached: {str(error).splitlines()[0]}.")


def main():
    if sys.version_info < (3, 11):  # noqa: UP036  whoever has an older one deserves a sentence
        sys.exit(f"Step Forward needs Python 3.11 or later; this is Python {sys.version.split()[0]}.")
    if os.environ.get("DJANGO_ENV") == "production":
        return django_command()
    from stepforward.devstack.bootstrap import main as outside_production

    return outside_production(sys.argv[1:], django_command)


if __name__ == "__main__":
    sys.exit(main())
