"""Saying how far a worker has come while its one transaction is still open."""

from django.db import connection

from stepforward.importing.models import Pass
from stepforward.importing.refusals import Stopped

SAY = f"""
UPDATE {Pass._meta.db_table} SET rows_done = %s, rows_in_all = GREATEST(rows_in_all, %s)
WHERE id = %s RETURNING stop_asked
"""  # noqa: S608  the name of our own table


class Beside:
    """A connection of its own, which commits each word at once. Called with the rows done and those in all,
    it raises Stopped where somebody asked for that."""

    def __init__(self, pk):
        self.pk, self.connection = pk, connection.copy()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def __call__(self, done, in_all):
        with self.connection.cursor() as cursor:
            cursor.execute(SAY, [done, max(done, in_all), self.pk])
            row = cursor.fetchone()
        if row and row[0]:
            raise Stopped("It was stopped. Nothing was changed.")
