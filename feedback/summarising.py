"""The one page that a requester gets on their sessions: figures of ten people and more, rounded, because it
leaves the programme; sent by a coordinator, once for each session."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db import transaction

from feedback import emails
from feedback.analysis.rated import rated
from feedback.models import Comment, Consent, Round, Summary, SummedUp, Tally, Wave
from feedback.questions import RATING, THEN_NOW
from feedback.refusals import NothingToSend
from feedback.reporting import Item
from feedback.small_numbers import IN_MANY, may_show, rounded
from stepforward.audit.recording import record
from stepforward.ui.wording import say_date

MOST_QUOTES = 4
TOO_FEW = (
    f"Fewer than {IN_MANY} people have answered about these sessions. Outside of the programme we tell "
    "nothing of fewer, so that nobody can guess who said what. Wait for their next session."
)
NOT_CLOSED = "No collection of feedback on their sessions has closed that is in no summary yet."


@dataclass(frozen=True)
class Found:
    """What could be sent now: `said` is {"sessions", "asked", "answered", "changes", "shares", "quotes"}, or
    None with `why_not`."""

    rounds: list
    said: dict | None = None
    why_not: str = ""


def look(request):
    """What a summary to the requester of `request` would say. Three queries."""
    rounds = list(
        Round.objects.filter(
            session__request=request, wave=Wave.AFTER, closed=True, invited__isnull=False, summed_up=None
        )
        .select_related("session__course", "questionnaire")
        .order_by("session__starts_at", "pk")
    )
    if not rounds:
        return Found(rounds, why_not=NOT_CLOSED)
    if sum(one.counted for one in rounds) < IN_MANY:
        return Found(rounds, why_not=TOO_FEW)
    cells = defaultdict(Counter)
    for tally in Tally.objects.filter(round__in=rounds):
        cells[tally.question][tally.before, tally.value] += tally.n
    items = [Item(question, cells[question["code"]]) for question in _questions(rounds)]
    items = [item for item in items if may_show(item.cells, IN_MANY, many=item.is_many)]
    said = {
        "sessions": [f"{one.session.course}, {say_date(one.session.starts_at)}" for one in rounds],
        "asked": rounded(sum(one.invited for one in rounds)),
        "answered": rounded(sum(one.answered for one in rounds)),
        "changes": [
            [item.text, rounded(item.n), round(item.mean_before, 1), round(item.mean_now, 1)]
            for item in items
            if item.is_then_now
        ],
        "shares": [
            [item.text, rounded(item.n), rounded(rated(item.cells).agree.percent)]
            for item in items
            if item.is_rating
        ],
        "quotes": _quotes(rounds),
    }
    return Found(rounds, said) if said["changes"] or said["shares"] else Found(rounds, why_not=TOO_FEW)


@transaction.atomic
def send(*, request, note, by, now):
    """Keep what can be told now and email its page to the requester. Raises NothingToSend."""
    request = type(request).objects.select_for_update(no_key=True).get(pk=request.pk)
    found = look(request)
    if found.said is None:
        raise NothingToSend(found.why_not)
    summary = Summary.objects.create(request=request, said=found.said, note=note, sent_by=by, sent_at=now)
    SummedUp.objects.bulk_create(SummedUp(summary=summary, round=one) for one in found.rounds)
    emails.summed_up(summary)
    record("feedback summary sent", summary, by=by, request=request.pk)
    return summary


def _questions(rounds):
    found = {}
    for one in reversed(rounds):
        for question in one.questionnaire.questions:
            if question["kind"] in {THEN_NOW, RATING}:
                found.setdefault(question["code"], question)
    return found.values()


def _quotes(rounds):
    agreed = Comment.objects.filter(
        round__in=rounds,
        consent__in=[Consent.REPORTS, Consent.PUBLIC],
        state=Comment.State.SHOWN,
    )
    return list(agreed.order_by("pk").values_list("text", flat=True)[:MOST_QUOTES])
