"""Versions of the themes. What comments were coded with stays; a new version begins as a copy of it."""

from django.db import transaction
from django.utils.text import slugify

from feedback.models import Codebook, Theme
from feedback.refusals import CodebookStays
from stepforward.audit.recording import record

FIRST = (
    (
        "how_i_come_across",
        "Reflecting on how one’s own behaviour may be perceived",
        "Own jokes, tone, habits or silence, and how they land with others.",
        "I will think about how my jokes land.",
    ),
    (
        "equipped_to_challenge",
        "Equipped to challenge constructively and safely",
        "Words or confidence to say something in the moment without making it worse.",
        "I will ask what was meant, and leave a pause.",
    ),
    (
        "several_ways",
        "Knowing several ways to respond",
        "Direct, distract, delegate, delay: choosing what fits.",
        "Distract first and talk later.",
    ),
    (
        "supporting_the_person",
        "Supporting the person affected",
        "Checking in, listening, staying beside somebody afterwards.",
        "I will ask them afterwards how they are.",
    ),
    (
        "speaking_up",
        "Speaking up to somebody senior",
        "Raising it across a gradient of power; consultants, managers.",
        "I will say it to a consultant as well.",
    ),
    (
        "where_to_go",
        "Knowing where to report or get advice",
        "Guardians, leads, policies, writing down what was seen.",
        "I know whom to take it to now.",
    ),
    (
        "ally",
        "Being an ally and noticing",
        "Seeing what was overlooked before; backing up whoever speaks first.",
        "I will back up a colleague who speaks first.",
    ),
    (
        "safe_space",
        "A safe space to talk",
        "How it felt to discuss it in the room; trust, honesty, mixed groups.",
        "It was good to hear that others see it, too.",
    ),
    (
        "more_practice",
        "Wants more practice or role play",
        "Longer scenarios, more rehearsal, examples from one’s own setting, follow-up.",
        "More time for the role play.",
    ),
    (
        "whole_team",
        "Wants leaders or the whole team in the room",
        "Who should have come, and did not.",
        "Bring the managers next time.",
    ),
    (
        "time_and_place",
        "Time, place and length",
        "When and where it was held, how long, joining, room, materials.",
        "Start after handover.",
    ),
    (
        "nothing_to_change",
        "Nothing to change",
        "Says so in as many words, or only praises.",
        "Keep it as it is.",
    ),
)  # what the programme reported its people to say, and what it asked to be told apart


@transaction.atomic
def first_version():
    """Version 1, finished, where there is none."""
    codebook, is_new = Codebook.objects.get_or_create(version=1)
    if is_new:
        Theme.objects.bulk_create(
            Theme(codebook=codebook, code=code, name=name, covers=covers, example=example, position=place)
            for place, (code, name, covers, example) in enumerate(FIRST, start=1)
        )
        _finish(codebook)
    return codebook


@transaction.atomic
def new_version(*, by):
    """A draft that copies the newest version; the draft that is there already, where there is one."""
    newest = _newest()
    if newest is None:
        return first_version()
    if not newest.finished:
        return newest
    draft = Codebook.objects.create(version=newest.version + 1)
    fields = ("code", "name", "covers", "example", "position")
    Theme.objects.bulk_create(
        Theme(codebook=draft, **one) for one in newest.themes.values(*fields).order_by("position")
    )
    record("codebook drafted", draft, by=by, version=draft.version)
    return draft


@transaction.atomic
def use(*, codebook, by):
    """Code with this version from now on. Raises CodebookStays."""
    held = _draft(codebook)
    if not held.themes.exists():
        raise CodebookStays("A version needs a theme at least.")
    _finish(held)
    record("codebook taken into use", held, by=by, version=held.version)


@transaction.atomic
def write_theme(*, codebook, by, theme=None, name, covers, example):
    """Add a theme to a draft, or change it. Raises CodebookStays."""
    held = _draft(codebook)
    if theme is None:
        theme = Theme(codebook=held, code=_free_code(held, name), position=held.themes.count() + 1)
    theme.name, theme.covers, theme.example = name, covers, example
    theme.save()
    record("theme written", theme, by=by, version=held.version)
    return theme


@transaction.atomic
def drop_theme(*, theme, by):
    """Take a theme out of a draft. Raises CodebookStays."""
    held = _draft(theme.codebook)
    record("theme dropped", theme, by=by, version=held.version, code=theme.code)
    theme.delete()


def _newest():
    return Codebook.objects.select_for_update().order_by("-version").first()


def _draft(codebook):
    held = Codebook.objects.select_for_update().get(pk=codebook.pk)
    if held.finished:
        raise CodebookStays("Comments are coded with this version, so it stays. Begin a new one.")
    return held


def _finish(codebook):
    codebook.finished = True
    codebook.save(update_fields=["finished"])


def _free_code(codebook, name):
    """A code for the name that the version does not have yet."""
    taken = set(codebook.themes.values_list("code", flat=True))
    start = slugify(name).replace("-", "_")[:30] or "theme"
    return next(
        code
        for code in (start, *(f"{start}_{number}" for number in range(2, len(taken) + 3)))
        if code not in taken
    )
