"""A first pass over a file, before any row is judged: whether it is one of ours, how many rows it has, and
how its dates are written."""

from stepforward.importing.date_orders import DateOrders
from stepforward.importing.files import opened
from stepforward.importing.refusals import CannotRead
from stepforward.importing.tables import table_of

NO_HEADINGS = (
    "No headings that we know were found. The first rows must name the columns, such as Organisation, Email, "
    "Preferred dates for requests; Name, Email, Signed for a sign-in sheet; Date, What, Amount for costs; "
    "Name, Email, Trained for facilitators; Date of your session and answers for feedback; or the days of "
    "a poll."
)


def check(file, name):
    """The Reader class of a file. Raises CannotRead where no table of ours is in it, or no table at all. A
    spreadsheet is opened and looked at until the headings, and a .csv, which is quick, to its end."""
    with opened(file, name) as sheets:
        for sheet in sheets:
            table = table_of(sheet)
            if table.reader:
                if not name.lower().endswith(".xlsx"):
                    for _ in table.rows:
                        pass
                return table.reader
    raise CannotRead(NO_HEADINGS)


def survey(sheets, name):
    """(how many rows there are to judge, the DateOrders of the columns)."""
    reader, rows, orders = None, 0, DateOrders(name)
    for sheet in sheets:
        table = table_of(sheet, only=reader)
        reader = reader or table.reader
        dates = {}
        if table.reader:
            orders.look(table)
            dates = {meaning: table.found[meaning] for meaning in reader.dates if meaning in table.found}
        for _, values in table.rows:
            rows += 1
            for meaning, index in dates.items():
                if index < len(values):
                    orders.add(meaning, values[index])
    return rows, orders
