"""The demo's feedback: rounds for what was delivered, answers sealed as everybody's are, and counted for
real.

Needs FEEDBACK_KEY, the same that the counting worker has, because some rounds stay open.
"""

import logging

from django.urls import reverse

from courses.models import Session
from feedback import counting, quoting, reviewing, rounds, seed_comments
from feedback.models import Ballot, Comment, Consent, Invitation
from feedback.questions import COMMENT, THEN_NOW
from feedback.sealing import KeyMissing, seal
from stepforward.people import links
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.people.seed import email_of

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
SHOULD_CHANGE = (
    "More time for the role play, it was the best part.",
    "Bring the consultants into the room as well.",
    "A one-page summary to take away.",
    "Examples from theatres, please.",
    "Start after handover, half of us were late.",
    "Nothing, keep it as it is.",
    "A follow-up after a few months.",
)
QUOTED = (SHOULD_CHANGE[0], WILL_DO[2], WILL_DO[5])
CONSENT = (40, 20, 40)  # weights of no, in reports, publicly
BEFORE, NOW, RATING = (12, 34, 34, 15, 5), (1, 4, 15, 46, 34), (1, 2, 7, 30, 60)  # weights of 1 to 5
OTHERWISE = {  # question to its own weights before and now: knowing what to do changes most
    "several_ways": ((24, 42, 24, 8, 2), (1, 3, 12, 44, 40)),
    "raise_senior": ((14, 32, 32, 16, 6), (3, 12, 33, 36, 16)),
    "recognise_line": ((2, 10, 34, 38, 16), (1, 2, 10, 44, 43)),
    "come_across": ((4, 16, 38, 30, 12), (1, 5, 22, 44, 28)),
}


def plant(*, now, rng):
    try:
        for session in Session.objects.filter(state=Session.State.DELIVERED).order_by("ends_at", "pk"):
            _answer(
                rounds.open_round(session=session, now=session.delivered_at, send=False), now=now, rng=rng
            )
        counting.count_due(now=now)
    except KeyMissing as missing:
        logging.getLogger(__name__).warning("The demo starts without feedback: %s", missing)
    Comment.objects.filter(round__closed=True).update(state=Comment.State.SHOWN)
    praise = quoting.in_company().filter(consent=Consent.PUBLIC, text__in=QUOTED).order_by("pk")
    coordinator = User.objects.filter(email=email_of(Role.COORDINATOR)).first()
    for text in QUOTED:
        if comment := praise.filter(text=text).first():
            reviewing.quote(comment=comment, by=coordinator)
    seed_comments.plant(rng=rng)


def _answer(found, *, now, rng):
    """Most answer in the end; where a round is still open, not so many have."""
    is_over = found.closes_on <= now.date()
    invitations = list(found.invitations.select_related("booking").order_by("booking_id"))
    answering = rng.sample(
        invitations, round(len(invitations) * rng.uniform(*((0.6, 0.9) if is_over else (0.3, 0.5))))
    )
    keys = found.pool.box.public_key, found.box.public_key
    questions = found.questionnaire.questions
    Ballot.objects.bulk_create(
        Ballot(box=found.box, sealed=seal(_ballot(questions, invitation.booking.staff_group, rng), *keys))
        for invitation in answering
    )
    Invitation.objects.filter(pk__in=[invitation.pk for invitation in answering]).update(used=True)


def _ballot(questions, staff_group, rng):
    answers, comments = {}, {}
    for question in questions:
        code, kind = question["code"], question["kind"]
        if kind == COMMENT:
            sentences = WILL_DO if code == "do_differently" else SHOULD_CHANGE
            if rng.random() < 0.35:
                comments[code] = [rng.choice(sentences), rng.choices(Consent.values, CONSENT)[0]]
        elif kind == THEN_NOW:
            before, after = (_point(weights, rng) for weights in OTHERWISE.get(code, (BEFORE, NOW)))
            answers[code] = [before, max(before, after) if rng.random() < 0.9 else after]
        else:
            answers[code] = _point(RATING, rng)
    return {"group": staff_group if rng.random() < 0.85 else "", "answers": answers, "comments": comments}


def _point(weights, rng):
    return rng.choices((1, 2, 3, 4, 5), weights)[0]


def private_paths():
    """The page of one invitation that nobody has used, by a new token, for `bench` to look at."""
    unused = Invitation.objects.filter(used=False, round__closed=False).first()
    if unused is None:
        return []
    token = rounds.fresh_token(unused.round)
    Invitation.objects.filter(pk=unused.pk).update(token_hash=links.hash_of(token))
    return [reverse("feedback:respond", args=[token])]
