"""Comments that were counted, for tests of what happens to them afterwards."""

from feedback import rounds
from feedback.models import Comment, Round
from feedback.tests.factories import SessionFactory

ORDINARY = "More time for the role play."
NAMING = "Dr Patel spoke over everybody on Ward 7."


def commented(now, texts, *, counted=12, **kwargs):
    """A closed round with these comments: [Comment, …] in the order of `texts`."""
    more = {name: kwargs.pop(name) for name in ("course",) if name in kwargs}
    session = SessionFactory(now=now, attended=counted, **more)
    found = rounds.open_round(session=session, now=now, send=False)
    Round.objects.filter(pk=found.pk).update(closed=True, invited=counted, answered=counted, counted=counted)
    found.refresh_from_db()
    given = {"question": "should_change", "round": found} | kwargs
    return Comment.objects.bulk_create(Comment(text=text, **given) for text in texts)
