"""Files that come with a course or with one session: added, changed, replaced, removed, and given out."""

import hashlib
import io

from django.db import transaction

from courses.models import Booking, Course, Material, MaterialPart, Session
from courses.refusals import TooMany
from stepforward.audit.recording import record
from stepforward.inspecting import naming, texts
from stepforward.inspecting.kinds import KINDS, MOST_BYTES, TOO_BIG, kind_of
from stepforward.inspecting.refusals import NotTaken

MOST = 30  # of one course, and of one session
PIECE = 256 * 1024  # bytes


@transaction.atomic
def add(*, course=None, session=None, title, readers, file, by, now):
    """Keep `file` (seekable, binary) with a course or a session. Raises NotTaken for what is no harmless file
    of a kind that we take, and TooMany."""
    owner = course or session
    (Course if course else Session).objects.select_for_update(no_key=True).get(pk=owner.pk)
    if owner.materials.count() >= MOST:
        raise TooMany(f"There are {MOST} materials here already. Remove one first.", field="file")
    material = Material(course=course, session=session, title=title, readers=readers, added_by=by)
    _keep(material, file, now)
    record("material added", material, by=by, **_facts(material))
    return material


@transaction.atomic
def change(*, material, title, readers, file=None, by, now):
    """Its title, who gets it, and with `file` what it is. Links to it stay."""
    material = Material.objects.select_for_update(no_key=True).get(pk=material.pk)
    changed = [
        name
        for name, value in {"title": title, "readers": readers}.items()
        if getattr(material, name) != value
    ]
    material.title, material.readers = title, readers
    if file is None:
        material.save(update_fields=["title", "readers"])
    else:
        before, material.added_by = material.digest, by
        material.parts.all().delete()
        _keep(material, file, now)
        record("material replaced", material, by=by, before=before, **_facts(material))
    if changed:
        record("material changed", material, by=by, fields=changed)
    return material


@transaction.atomic
def remove(*, material, by):
    """It is gone, and nobody gets it any more; that it was there is written down."""
    material = Material.objects.select_for_update().get(pk=material.pk)
    record("material removed", material, by=by, **_facts(material))
    material.delete()


def content_of(material):
    """The file, piece by piece. One that was replaced on the way ends early, and is never a mixture."""
    for pk in list(material.parts.values_list("pk", flat=True)):
        piece = MaterialPart.objects.filter(pk=pk).values_list("content", flat=True).first()
        if piece is None:
            return
        yield bytes(piece)


def for_booking(booking):
    """What somebody gets who booked: nothing without a place, or of a session that was called off."""
    if booking.state != Booking.State.BOOKED or booking.session.state == Session.State.CALLED_OFF:
        return Material.objects.none()
    return Material.objects.of_session(booking.session).for_people()


def file_name(material):
    return naming.file_name(material.title, material.kind)


def _keep(material, file, now):
    kind = kind_of(file)
    if kind is KINDS["txt"]:
        file = io.BytesIO(texts.decoded(file.read()).encode())
    material.kind, material.size = kind.key, file.seek(0, io.SEEK_END)
    file.seek(0)
    if material.size > MOST_BYTES:  # as a longer way of writing the same text
        raise NotTaken(TOO_BIG)
    material.digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    material.added_at = now
    material.save()
    for number, piece in enumerate(iter(lambda: file.read(PIECE), b""), 1):
        MaterialPart.objects.create(material=material, number=number, content=piece)


def _facts(material):
    return {
        "course": material.course_id,
        "session": material.session_id,
        "file_kind": material.kind,
        "size": material.size,
        "digest": material.digest,
    }
