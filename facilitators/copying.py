"""Rows by the hundred thousand, for measuring: filled with COPY, into tables that are empty."""

import io
from datetime import datetime

from django.db import connection


def as_range(start, end):
    return f"[{start.isoformat()},{end.isoformat()})"


def copy(model, rows):
    """COPY the rows, {column: value}, into the model's table; what they do not say is as the model has it."""
    rows = iter(rows)
    first = next(rows)
    fields = [one for one in model._meta.concrete_fields if one.attname in first or not one.null]
    fields = [one for one in fields if one.attname in first or not one.primary_key]
    usual = {one.attname: one.get_default() for one in fields if one.attname not in first}
    file = io.StringIO()
    for row in (first, *rows):
        file.write("\t".join(_said((usual | row)[one.attname]) for one in fields) + "\n")
    file.seek(0)
    columns = ", ".join(one.column for one in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {model._meta.db_table} ({columns}) FROM STDIN", file)


def _said(value):
    if value is None:
        return "\\N"
    return value.isoformat() if isinstance(value, datetime) else str(value)
