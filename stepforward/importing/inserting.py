"""Many plain rows in one statement, without an instance of each: a third of the time."""

from django.db import connection


def insert(model, *, each, **same):
    """A row of `model` for every place in the lists of `each` {field: list}, all with the values `same`."""
    fields = [model._meta.get_field(name) for name in (*each, *same)]
    columns = ", ".join(field.column for field in fields)
    types = [field.db_type(connection) for field in fields]
    lists = ", ".join(f"%s::{kind}[]" for kind in types[: len(each)])
    values = "".join(f", %s::{kind}" for kind in types[len(each) :])
    statement = (
        f"INSERT INTO {model._meta.db_table} ({columns}) SELECT one.*{values} FROM unnest({lists}) AS one"  # noqa: S608, E501  our own names
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*same.values(), *each.values()])
