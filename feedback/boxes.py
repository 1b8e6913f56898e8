"""Boxes that ballots are sealed for, and the pools that have one. In the counting worker alone, because a key
pair is derived from FEEDBACK_KEY."""

import uuid

from feedback.models import Box, Pool, Salt
from feedback.sealing import fresh_salt, public_key


def pool_for(questionnaire, phase, staff_group=""):
    """The pool of a questionnaire in a phase (or None, outside any): for leftovers, or for a staff group."""
    return Pool.objects.get_or_create(
        questionnaire=questionnaire, phase=phase, staff_group=staff_group, defaults={"box": new_box}
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
