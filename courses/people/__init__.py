"""People across sessions: who booked and came, who may be one under two addresses, and making one of them.

Nobody needs an account to book, so a person is an email address: everything that was booked with it is
theirs. Who left none is known by one booking alone.
"""
