"""The demo's joining instructions: what every session says, and one that says more because of its room."""

from courses.joining import sending, writing
from courses.models import Session

BEFORE_BYSTANDER = "\n\n".join(
    [
        "Doors open 15 minutes before we start, and there are tea and coffee.",
        "We practise in small groups, with short scenes from everyday work. Nobody has to act, and nobody is "
        "asked to talk about their own experience. Some of it may be close to you all the same: you can step "
        "out at any time, and one of the facilitators will look after you.",
        "Please come for the whole time: the certificate says that you did.",
    ]
)
BEFORE_TRAINING = "\n\n".join(
    [
        "Doors open half an hour before we start, and there are tea and coffee.",
        "You practise to lead a scene and the talk after it, and the others tell you what they saw. Please "
        "read the facilitator handbook before you come.",
    ]
)
IN_A_LOCKED_WING = "\n\n".join(
    [
        "The training room is in a wing that is locked: ring at the blue door, and somebody lets you in "
        "until ten minutes after we start.",
        "We practise in small groups, with short scenes from everyday work. Nobody has to act, and you can "
        "step out at any time.",
    ]
)


def plant(*, coordinator, now):
    coming = Session.objects.filter(state="open", starts_at__gt=now, venue__isnull=False)
    writing.write(
        session=coming.latest("starts_at"),
        joining_instructions=IN_A_LOCKED_WING,
        what_to_bring="",
        by=coordinator,
        now=now,
    )
    sending.send(now=now)
