"""Sessions in the database, whose cookie anybody may have written."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """A key that was never made here, such as one with a NUL in it, which Postgres refuses, is no key."""

    def __init__(self, session_key=None):
        known = session_key and session_key.isascii() and session_key.isalnum() and len(session_key) <= 40
        super().__init__(session_key if known else None)
