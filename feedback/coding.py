"""Saying which themes a comment holds: once each, and a sample by a second person."""

from django.db import transaction

from feedback import coding_queue
from feedback.models import Coding, Comment
from feedback.refusals import NotToBeCoded
from feedback.reviewing import hold
from stepforward.audit.recording import record


@transaction.atomic
def code(*, comment, codebook, themes, by, as_second=False):
    """Keep the themes (none is an answer, too) that `by` found in the comment; again, to correct oneself.
    Raises NotToBeCoded."""
    held = hold(comment)
    if held.state != Comment.State.SHOWN:
        raise NotToBeCoded("This comment is withheld meanwhile, so it is not coded.")
    if codebook != coding_queue.current():
        raise NotToBeCoded("There is a new version of the themes. Please read this comment again with it.")
    codings = Coding.objects.filter(comment=held.pk, codebook=codebook)
    there = {coding.as_second: coding for coding in codings.select_related("by")}
    _refuse_what_is_done(there, by=by, as_second=as_second)
    coding, _ = Coding.objects.get_or_create(
        comment_id=held.pk, codebook=codebook, as_second=as_second, defaults={"by": by}
    )
    coding.themes.set(themes)
    record("comment coded", held, by=by, as_second=as_second)
    return coding


def _refuse_what_is_done(there, *, by, as_second):
    first, second = there.get(False), there.get(True)
    if as_second and (first is None or first.by_id == by.pk):
        raise NotToBeCoded("The second coder is somebody else than the first.")
    if not as_second and second is not None:
        raise NotToBeCoded("Somebody has coded it a second time, so the first coding stays.")
    own = second if as_second else first
    if own is not None and own.by_id != by.pk:
        raise NotToBeCoded("Somebody else has coded this comment meanwhile.")
