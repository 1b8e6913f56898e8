"""The demo's feedback: rounds for what was delivered, answers sealed as everybody's are, and counted for
real.

Needs FEEDBACK_KEY, the same that the counting worker has, because some rounds stay open.
"""

import logging
from datetime import timedelta

from django.urls import reverse

from courses import linking
from courses.models import Course, Session, TrainingRequest
from feedback import (
    counting,
    questionnaires,
    quoting,
    reviewing,
    rounds,
    seed_comments,
    summarising,
    waves,
)
from feedback.inviting import fresh_link
from feedback.models import Ballot, Comment, Consent, Invitation, Round, Wave
from feedback.models.invitation import MOST_REMINDERS
from feedback.questions import CANNOT_SAY, CHOICE, COMMENT, EIGHT, MANY, THEN_NOW, YES_NO
from feedback.sealing import KeyMissing, seal
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of
from stepforward.ui.wording import civil_date

WILL_DO = (
    "Check in with the person afterwards.",
    "Say something small at once instead of waiting for the perfect words.",
    "Ask “what did you mean by that?” and leave a pause.",
    "Step in when a student is talked over on the ward round.",
    "Not laugh along.",
    "Back up a colleague who speaks first.",
    "Write down what I saw while I still remember it.",
    "Take it to the education lead when it keeps happening.",
    "Think about how my own jokes land.",
    "Distract first, talk later, when it is not safe to say it openly.",
)
USEFUL = (
    "The four ways to respond.",
    "Hearing how others have handled it.",
    "Practising the words out loud before I need them.",
    "Realising that checking in with somebody afterwards counts as acting.",
    "Seeing how my own behaviour may come across.",
)
IN_THE_WAY = (
    "It was my own consultant.",
    "I only found the words in the car home.",
    "I was not sure who to tell.",
    "The clinic was running late.",
)
SHOULD_CHANGE = (
    "More time for the role play, it was the best part.",
    "Bring the consultants into the room as well.",
    "A one-page summary to take away.",
    "Examples from theatres, please.",
    "Start after handover, half of us were late.",
    "Nothing, keep it as it is.",
    "A follow-up after a few months.",
)
SENTENCES = {
    "most_useful": USEFUL,
    "should_change": SHOULD_CHANGE,
    "do_differently": WILL_DO,
    "stood_in_the_way": IN_THE_WAY,
}
QUOTED = (SHOULD_CHANGE[0], WILL_DO[2], WILL_DO[5])
BEFORE, NOW, LATER = (12, 34, 34, 15, 5), (1, 4, 15, 46, 34), (3, 8, 24, 42, 23)  # weights of 1 to 5
RATING = (1, 2, 7, 30, 60)
OTHERWISE = {  # question to its own weights before and now: knowing what to do changes most
    "several_ways": ((24, 42, 24, 8, 2), (1, 3, 12, 44, 40)),
    "raise_senior": ((14, 32, 32, 16, 6), (3, 12, 33, 36, 16)),
    "recognise_line": ((2, 10, 34, 38, 16), (1, 2, 10, 44, 43)),
    "come_across": ((4, 16, 38, 30, 12), (1, 5, 22, 44, 28)),
    "manager_support": ((8, 20, 34, 26, 12), (8, 20, 34, 26, 12)),
    "felt_safe": ((6, 20, 36, 28, 10), (6, 20, 36, 28, 10)),
}
CHOSEN = {"pace": (12, 78, 10), "witnessed": (46, 30, 24)}
TWO_WEEKS = timedelta(days=14)


def plant(*, now, rng):
    try:
        for session in Session.objects.filter(state=Session.State.DELIVERED).order_by("ends_at", "pk"):
            for wave, then in _waves_of(session, now):
                _answer(rounds.open_round(session=session, wave=wave, now=then, send=False), now=now, rng=rng)
        for wave in (Wave.BEFORE, Wave.AFTER):
            for session in waves.sessions_to_open(wave, now):
                _answer(rounds.open_round(session=session, wave=wave, now=now, send=False), now=now, rng=rng)
        counting.count_due(now=now)
    except KeyMissing as missing:
        logging.getLogger(__name__).warning("The demo starts without feedback: %s", missing)
    Invitation.objects.filter(round__opens_on__lt=civil_date(now)).update(reminders=MOST_REMINDERS)
    Comment.objects.filter(round__closed=True).update(state=Comment.State.SHOWN)
    praise = quoting.in_company().filter(consent=Consent.PUBLIC, text__in=QUOTED).order_by("pk")
    coordinator = User.objects.filter(email=email_of(Role.COORDINATOR)).first()
    for text in QUOTED:
        if comment := praise.filter(text=text).first():
            reviewing.quote(comment=comment, by=coordinator)
    seed_comments.plant(rng=rng)
    for course in Course.objects.filter(code="active-bystander"):
        _draft(course, coordinator)
    _sum_up(coordinator, now)


def _sum_up(coordinator, now):
    """A department that asked again gets the page on its session before, which nobody had linked yet."""
    closed = Round.objects.filter(wave=Wave.AFTER, closed=True, counted__gte=10, session__request=None)
    for asked in TrainingRequest.objects.filter(state=TrainingRequest.State.SCHEDULED).order_by("pk"):
        theirs = closed.filter(session__organisation=asked.organisation_id).order_by("-session__starts_at")
        if found := theirs.select_related("session").first():
            linking.link(request=asked, session=found.session, by=coordinator, now=now)
            note = "Thank you for having us. We would gladly come again."
            summarising.send(request=asked, note=note, by=coordinator, now=now)
            return


def _draft(course, by):
    """A next version for three months on, begun and not yet in use."""
    draft = questionnaires.new_version(course=course, wave=Wave.THREE_MONTHS, by=by)
    told = "Have you told a colleague about the course?"
    questionnaires.add_question(draft=draft, seen=draft.seen_as, by=by, kind=YES_NO, text=told)


def _waves_of(session, now):
    """(wave, when it opened) of a delivered session, as far as that is past."""
    yield Wave.BEFORE, session.starts_at - TWO_WEEKS
    yield Wave.AFTER, session.delivered_at
    if session.ends_at + waves.THREE_MONTHS <= now:
        yield Wave.THREE_MONTHS, session.ends_at + waves.THREE_MONTHS


def _answer(found, *, now, rng):
    """Most answer in the end; where a round is still open, not so many have."""
    if found.closed:
        return
    is_over = found.closes_on <= civil_date(now)
    invitations = list(found.invitations.select_related("booking").order_by("booking_id"))
    share = rng.uniform(*((0.55, 0.85) if is_over else (0.3, 0.5)))
    answering = rng.sample(invitations, round(len(invitations) * share))
    keys = found.pool.box.public_key, found.box.public_key
    questions = found.questionnaire.questions
    Ballot.objects.bulk_create(
        Ballot(
            box=found.box,
            sealed=seal(_ballot(questions, found.wave, invitation.booking.staff_group, rng), *keys),
        )
        for invitation in answering
    )
    Invitation.objects.filter(pk__in=[invitation.pk for invitation in answering]).update(used=True)


def _ballot(questions, wave, staff_group, rng):
    answers, comments = {}, {}
    seen = 2  # of witnessed, when it is not asked
    for question in questions:
        code, kind = question["code"], question["kind"]
        if kind == COMMENT:
            if rng.random() < 0.35:
                comments[code] = [
                    rng.choice(SENTENCES[code]),
                    rng.choice(("public", "public", "reports", "no")),
                ]
        elif kind == THEN_NOW:
            before, after = (_point(weights, rng) for weights in OTHERWISE.get(code, (BEFORE, NOW)))
            answers[code] = [before, max(before, after) if rng.random() < 0.9 else after]
        elif kind == CHOICE:
            answers[code] = _point(CHOSEN[code], rng)
            seen = answers[code] if code == "witnessed" else seen
        elif kind == MANY:
            if seen > 1:
                answers[code] = (
                    sorted(rng.sample(range(1, 6), rng.choice((1, 1, 2)))) if rng.random() < 0.8 else [6]
                )
        elif code != "felt_safe" or seen > 1:
            answers[code] = _point(_weights(code, wave), rng) if rng.random() < 0.96 else CANNOT_SAY
    return {"group": staff_group if rng.random() < 0.85 else "", "answers": answers, "comments": comments}


def _weights(code, wave):
    """Before, people think a little better of themselves than they remember afterwards."""
    if code not in EIGHT and code not in OTHERWISE:
        return RATING
    before, now = OTHERWISE.get(code, (BEFORE, NOW))
    if wave == Wave.BEFORE:
        return tuple(
            (weight + shifted) / 2 for weight, shifted in zip(before, (0, *before[:-1]), strict=True)
        )
    return tuple((weight + later) / 2 for weight, later in zip(now, LATER, strict=True))


def _point(weights, rng):
    return rng.choices(range(1, len(weights) + 1), weights)[0]


def private_paths():
    """The page of one invitation that nobody has used, by a new link, for `bench` to look at."""
    unused = Invitation.objects.filter(used=False, round__closed=False).first()
    return [reverse("feedback:respond", args=[fresh_link(unused)])] if unused else []
