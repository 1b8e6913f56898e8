"""The wording of an email kind: the template's, until a coordinator writes their own. Versions are only ever
added, so that every wording that went out can be read again, and a reset is a version too."""

import logging
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.template.loader import get_template

from stepforward.audit.recording import record
from stepforward.outbox.models import WordingVersion
from stepforward.outbox.placeholders import fill, in_braces, mistakes_in, named_in
from stepforward.refusals import Refused

logger = logging.getLogger(__name__)

OVERTAKEN = (
    "Somebody else changed this wording while you were writing. Yours is still here: compare it with theirs "
    "in the history below, then save again."
)
SUBJECT_AT_MOST = 200


@dataclass(frozen=True)
class Wording:
    subject: str
    text: str

    def filled(self, say):
        """(subject, text) as they are sent, with `say(name)` for every placeholder."""
        subject = " ".join(fill(self.subject, say).split())
        return subject[:SUBJECT_AT_MOST], fill(self.text, say) + "\n"


def default_of(kind):
    """The wording in `templates/emails/`: the subject on the first line, a blank line, the text."""
    source = get_template(f"emails/{kind.name}.txt").template.source
    subject, _, text = source.strip().partition("\n")
    return Wording(subject.strip(), text.strip())


def mistakes(kind, wording):
    """{"subject": [sentences], "text": [sentences]} of what keeps `wording` from being sent; {} is good."""
    offered = list(kind.placeholders)
    subject, text = mistakes_in(wording.subject, offered), mistakes_in(wording.text, offered)
    if private := sorted(named_in(wording.subject) & set(kind.private)):
        subject.append(f"{in_braces(private)} cannot stand in a subject, because it is private")
    if dropped := [name for name in kind.must_stay if name not in named_in(wording.text)]:
        text.append(f"The text must keep {in_braces(dropped)}: that is what this email is for")
    return {where: found for where, found in (("subject", subject), ("text", text)) if found}


def wording_of(kind):
    """What goes out now: the coordinator's, or the default where there is none, or where theirs names what
    this kind does not offer any more."""
    version = latest_of(kind)
    if version is None or version.is_reset:
        return default_of(kind)
    own = Wording(version.subject, version.text)
    if mistakes(kind, own):
        logger.warning("a changed wording does not fit any more", extra={"fields": {"kind": kind.name}})
        return default_of(kind)
    return own


def latest_of(kind):
    return WordingVersion.objects.filter(kind=kind.name).first()


@transaction.atomic
def change(*, kind, subject, text, based_on, by):
    """Make this the wording; `based_on` is the number of the version that its writer saw, 0 for none. The
    default's own words are a reset. Raises Refused."""
    wording = Wording(subject.strip(), text.strip())
    if found := mistakes(kind, wording):
        where, [why, *_] = next(iter(found.items()))
        raise Refused(why, field=where)
    if wording == default_of(kind):
        wording = Wording("", "")
    return _add(kind, wording, based_on=based_on, by=by, verb="email wording changed")


@transaction.atomic
def reset(*, kind, based_on, by):
    """Go back to the default. Raises Refused."""
    return _add(kind, Wording("", ""), based_on=based_on, by=by, verb="email wording reset")


def _add(kind, wording, *, based_on, by, verb):
    before = latest_of(kind)
    if (before.number if before else 0) != based_on:
        raise Refused(OVERTAKEN)
    if (before or WordingVersion()).says(wording.subject, wording.text):
        return before
    try:
        with transaction.atomic():
            version = WordingVersion.objects.create(
                kind=kind.name, number=based_on + 1, subject=wording.subject, text=wording.text, made_by=by
            )
    except IntegrityError as overtaken:
        raise Refused(OVERTAKEN) from overtaken
    record(verb, version, by=by, kind=kind.name, version=version.number)
    return version
