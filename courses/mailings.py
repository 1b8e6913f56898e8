"""Writing to some people at once: drafted, looked at, then sent by one press to those who were seen."""

from datetime import timedelta

from django.db import transaction

from courses.models import Mailing
from courses.reaching import AT_MOST, KIND, kind_of, reach
from courses.refusals import ListChanged, NotADraft, ToNobody
from stepforward.audit.recording import record
from stepforward.outbox.intervening import withdraw_all
from stepforward.outbox.posting import post_many
from stepforward.outbox.rewording import Wording, mistakes
from stepforward.refusals import Refused
from stepforward.ui.wording import say_number

State, To = Mailing.State, Mailing.To
MAY_BE_STOPPED = timedelta(minutes=2)  # before the first email goes
NOBODY_NAMED = "Say who should get it: nothing is ever sent to everybody"
NOBODY = "Nobody would get this email. Choose other people."
TOO_MANY = f"That is more than {say_number(AT_MOST)} people. Choose fewer, or a shorter time."
CHANGED = (
    "Who gets it, or what they would read, has changed since you looked. This is how it stands now: look "
    "again, then send it."
)


@transaction.atomic
def draft(*, to, subject, text, by, now, **whom):
    """A draft to `whom`: session, course, organisation, since, until, groups. Raises ToNobody, Refused."""
    _refuse_everybody(to, **whom)
    _refuse_mistakes(to, subject, text)
    mailing = Mailing.objects.create(to=to, subject=subject, text=text, made_by=by, made_at=now, **whom)
    record("mailing drafted", mailing, by=by, to=to)
    return mailing


@transaction.atomic
def change(*, mailing, subject, text, by, **whom):
    """Raises NotADraft, ToNobody, Refused."""
    mailing = _locked(mailing)
    if not mailing.is_draft:
        raise NotADraft("This was sent, so it cannot be changed any more.")
    _refuse_everybody(mailing.to, **whom)
    _refuse_mistakes(mailing.to, subject, text)
    for name, value in {"subject": subject, "text": text, **whom}.items():
        setattr(mailing, name, value)
    mailing.save()
    record("mailing changed", mailing, by=by, to=mailing.to)
    return mailing


@transaction.atomic
def send(*, mailing, seen, by, now):
    """Queue it for exactly those who were `seen` (see Reach.seen), reading exactly that. Whoever presses a
    second time gets the mailing as it was sent. Raises ListChanged, ToNobody."""
    mailing = _locked(mailing)
    if not mailing.is_draft:
        return mailing
    found = reach(mailing, now=now)
    if found.seen != seen:
        raise ListChanged(CHANGED)
    if not found.letters:
        raise ToNobody(NOBODY)
    if len(found.letters) + len(found.left_out) > AT_MOST:
        raise ToNobody(TOO_MANY)
    mailing.people = post_many(kind=KIND, about=mailing, letters=found.letters, due_at=now + MAY_BE_STOPPED)
    mailing.left_out = len(found.left_out)
    mailing.state, mailing.sent_by, mailing.sent_at = State.SENT, by, now
    mailing.save()
    record("mailing sent", mailing, by=by, to=mailing.to, people=mailing.people, left_out=mailing.left_out)
    return mailing


@transaction.atomic
def stop(*, mailing, by, now):
    """Take back what has not gone yet; returns how many emails. Raises NotADraft."""
    mailing = _locked(mailing)
    withdrawn = withdraw_all(about=mailing) if mailing.state == State.SENT else 0
    if not withdrawn:
        raise NotADraft("Nothing of it waits any more, so there is nothing to stop.")
    mailing.state, mailing.stopped_by, mailing.stopped_at = State.STOPPED, by, now
    mailing.save()
    record("mailing stopped", mailing, by=by, withdrawn=withdrawn)
    return withdrawn


@transaction.atomic
def discard(*, mailing, by):
    """A draft goes for good; that there was one stays in the audit. Raises NotADraft."""
    mailing = _locked(mailing)
    if not mailing.is_draft:
        raise NotADraft("This was sent, so it stays as the record of it.")
    record("mailing discarded", mailing, by=by, to=mailing.to)
    mailing.delete()


def _refuse_everybody(to, *, session, course, organisation, since, until, groups):
    named = {
        To.SESSION: session and groups,
        To.COURSE: course and since and until and groups,
        To.REQUESTERS: organisation or since or until,
    }
    if not named[to]:
        raise ToNobody(NOBODY_NAMED)


def _refuse_mistakes(to, subject, text):
    for where, found in mistakes(kind_of(to), Wording(subject, text)).items():
        raise Refused(found[0], field=where)


def _locked(mailing):
    return Mailing.objects.select_for_update(of=("self",)).with_facts().get(pk=mailing.pk)
