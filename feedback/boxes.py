"""Boxes that ballots are sealed for, and the pools that have one. In the counting worker alone, because a key
pair is derived from FEEDBACK_KEY; a box without a key is made anywhere."""

import secrets
import uuid

from feedback.models import Box, Pool, Salt
from feedback.sealing import fresh_salt, public_key


def pool_for(questionnaire, phase, staff_group="", box=None):
    """The pool of a questionnaire in a phase (or None, outside any): for leftovers, or for a staff group."""
    return Pool.objects.get_or_create(
        questionnaire=questionnaire, phase=phase, staff_group=staff_group, defaults={"box": box or new_box}
    )[0]


def new_box():
    """Raises sealing.KeyMissing."""
    box = Box(id=uuid.uuid4())
    give_fresh_key(box)
    return box


def give_fresh_key(box):
    """A new salt and key pair, so that nothing sealed for the box before can be opened again."""
    salt = fresh_salt()
    box.public_key = public_key(box_id=box.pk, salt=salt)
    box.save()
    Salt.objects.update_or_create(box=box, defaults={"salt": salt})


def box_without_key():
    """A box that nobody can open, for what never takes a ballot. Made anywhere."""
    return Box.objects.create(public_key=secrets.token_bytes(32))
