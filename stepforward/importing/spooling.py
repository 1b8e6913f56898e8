"""Going over the sheets of a file twice while it is taken apart once: the values wait on disk, so that
neither the time nor the memory doubles."""

import pickle
from contextlib import contextmanager
from functools import partial
from tempfile import TemporaryFile

from stepforward.importing.files import Sheet, opened


@contextmanager
def opened_twice(file, name):
    """(the sheets, what gives the same sheets again each time it is called), as `opened` gives them. Every
    row of the first must have been read before that."""
    with opened(file, name) as sheets, TemporaryFile() as spool:
        seen = []
        yield _kept(sheets, spool, seen), partial(_again, spool, seen)


def _kept(sheets, spool, seen):
    for sheet in sheets:
        seen.append(sheet)
        yield Sheet(sheet.title, _keeping(sheet.rows, spool), sheet.merged)
        pickle.dump(None, spool)


def _keeping(rows, spool):
    for row in rows:
        pickle.dump(row, spool)
        yield row


def _again(spool, seen):
    spool.seek(0)
    for sheet in seen:
        # A file without a name, which nobody but this process has written.
        yield Sheet(sheet.title, iter(lambda: pickle.load(spool), None), sheet.merged)  # noqa: S301
