"""The coordinator reads comments before the session's team does, because people sometimes name people; and
chooses which of them the website quotes.

Every deed takes `seen`, Comment.seen_as of what was on the page, so that of two who decide at once the second
looks again.
"""

from django.db import transaction

from feedback import known_names, quoting
from feedback.models import Comment, Consent, Pool, Round, Suggestion
from feedback.refusals import ChangedMeanwhile, NotToBeQuoted
from stepforward.audit.recording import record


@transaction.atomic
def publish(*, comment, by, seen=None):
    """Show a comment to the session's team. Raises ChangedMeanwhile."""
    held = hold(comment, seen=seen)
    _change(held, state=Comment.State.SHOWN, withheld_because="")
    record("comment reviewed", held, by=by, state=held.state)


@transaction.atomic
def publish_together(*, comments, by):
    """Show those of `comments` in which nothing is pointed out and that nobody has read yet; returns how
    many, and how many have to be looked at one by one."""
    chosen = Comment.objects.opened().filter(pk__in=comments, state=Comment.State.NEW, flagged=False)
    for model, field in ((Round, "round"), (Pool, "pool")):
        owners = chosen.exclude(**{field: None}).values(field)
        list(model.objects.select_for_update(no_key=True).filter(pk__in=owners).order_by("pk"))
    there = list(chosen.select_related("round"))
    spans = known_names.spans_of(there)
    plain = [comment for comment in there if not spans[comment.pk]]
    for comment in plain:
        _change(comment, state=Comment.State.SHOWN)
        record("comment reviewed", comment, by=by, state=comment.state)
    return len(plain), len(there) - len(plain)


@transaction.atomic
def hide(*, comment, because, by, seen=None):
    """Withhold a comment from everybody but the reviewers. It leaves the website, too. Raises
    ChangedMeanwhile."""
    held = hold(comment, seen=seen)
    _change(held, state=Comment.State.WITHHELD, withheld_because=because, on_website=False)
    record("comment reviewed", held, by=by, state=held.state, because=because)


@transaction.atomic
def redact(*, comment, text, by, seen=None):
    """Show `text` in place of what was written, which is deleted: it named somebody, so nobody keeps it. If
    the website quoted it, somebody has to choose the new words for it. Raises ChangedMeanwhile."""
    held = hold(comment, seen=seen)
    shown = {"state": Comment.State.SHOWN, "withheld_because": "", "on_website": False}
    _change(held, text=text, redacted=True, **shown)
    Suggestion.objects.filter(comment=held.pk).delete()
    record("comment redacted", held, by=by)


@transaction.atomic
def flag(*, comment, note, by, seen=None):
    """Say that a comment may be a concern, and what is done about it. Raises ChangedMeanwhile."""
    held = hold(comment, seen=seen)
    _change(held, flagged=True, flag_note=note)
    record("comment flagged", held, by=by)


@transaction.atomic
def settle_flag(*, comment, by, seen=None):
    """The concern has been looked at; its note stays. Raises ChangedMeanwhile."""
    held = hold(comment, seen=seen)
    if held.flagged:
        _change(held, flagged=False)
        record("comment's flag settled", held, by=by)


@transaction.atomic
def quote(*, comment, by):
    """Quote a comment on the website. Raises NotToBeQuoted."""
    held = hold(comment)
    if held.consent != Consent.PUBLIC or held.state != Comment.State.SHOWN:
        raise NotToBeQuoted("Only what you have read and shown, and may quote publicly, goes on the website.")
    if not quoting.in_company().filter(pk=held.pk).exists():
        raise NotToBeQuoted(quoting.TOO_FEW)
    _change(held, on_website=True)
    record("comment put on the website", held, by=by)


@transaction.atomic
def stop_quoting(*, comment, by):
    held = hold(comment)
    if held.on_website:
        _change(held, on_website=False)
        record("comment taken off the website", held, by=by)


def hold(comment, *, seen=None):
    """The comment as it is now, held until the transaction ends: counting writes comments anew under the same
    lock, so neither misses what the other did. Raises ChangedMeanwhile where it is not as `seen`."""
    owner, pk = (Round, comment.round_id) if comment.round_id else (Pool, comment.pool_id)
    owner.objects.select_for_update(no_key=True).get(pk=pk)
    held = Comment.objects.get(pk=comment.pk)
    if seen is not None and held.seen_as != seen:
        raise ChangedMeanwhile
    return held


def _change(held, **values):
    for name, value in values.items():
        setattr(held, name, value)
    held.save(update_fields=[*values])
