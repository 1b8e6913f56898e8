"""A first pass over a file, before any row is judged: whether it is one of ours, and how many rows it has."""

from stepforward.importing.files import opened
from stepforward.importing.refusals import CannotRead
from stepforward.importing.tables import table_of

NO_HEADINGS = (
    "No headings that we know were found. The first rows must name the columns, such as Organisation, Email, "
    "Preferred dates for requests; Name, Email, Signed for a sign-in sheet; Date, What, Amount for costs."
)


def check(file, name):
    """Raise CannotRead where there is no table of ours in a file, or no table at all. A spreadsheet is opened
    and looked at until the headings, and a .csv, which is quick, to its end."""
    with opened(file, name) as sheets:
        for sheet in sheets:
            table = table_of(sheet)
            if table.reader:
                if not name.lower().endswith(".xlsx"):
                    for _ in table.rows:
                        pass
                return
    raise CannotRead(NO_HEADINGS)


def count(file, name):
    """How many rows there are to judge."""
    with opened(file, name) as sheets:
        return sum(1 for sheet in sheets for _ in table_of(sheet).rows)
