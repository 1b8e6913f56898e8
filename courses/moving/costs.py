"""Costs from a treasurer's spreadsheet. Each joins the one session that was held on its date."""

from collections import Counter
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from courses.models import Cost, Session
from courses.moving.held_on import HeldOn
from courses.moving.words_for import cost_kind_of, funded_of, payer_of
from stepforward.importing.dates import read_day
from stepforward.importing.models import Meaning
from stepforward.importing.reader import Judged, Question, Reader, mark
from stepforward.importing.wording import squeezed
from stepforward.ui.money import MOST, read_pence, say_pounds
from stepforward.ui.wording import civil_date

PENNY = Decimal("0.01")
NO_SESSION = "There is no session on {day}. Move its sign-in sheet in first, or put the date right."


class Costs(Reader):
    kind = "costs"
    title = "Costs"
    columns = {
        "day": ["date", "session date", "day", "when"],
        "what": ["what", "item", "description", "details", "cost type", "category", "type", "expense"],
        "amount": ["amount", "cost", "price", "pounds", "gbp", "total", "value", "paid amount", "spend"],
        "payer": ["paid by", "who paid", "payer", "paid"],
        "funded": ["funded", "funding"],
        "funder": ["funded by", "funder", "fund*"],
    }  # fmt: skip
    needs = ("day", "amount", "what payer")
    dates = {"day": ()}
    models = ("courses.Cost",)

    def __init__(self, *args):
        super().__init__(*args)
        sessions = Session.objects.exclude(state=Session.State.CALLED_OFF)
        of_what = {"key": "session", "of_what": "were the costs", "none": NO_SESSION}
        self.held, self.times = HeldOn(self.understanding, sessions, **of_what), Counter()

    def judge(self, cells):
        text = {meaning: _text(value) for meaning, value in cells.items()}
        judged = Judged(what=", ".join(filter(None, [text.get("what"), text.get("amount")])) or "A cost")
        pence = _pence(cells.get("amount"))
        if pence is None:
            said = text.get("amount")
            why = f"“{said}” is no amount in pounds and pence." if said else "There is no amount."
            return judged.refuse(why)
        if not 1 <= pence <= MOST:
            return judged.refuse(f"A cost is from £0.01 to {say_pounds(MOST)}.")
        month_first = self.month_first("day", cells.get("day"), judged)
        day = read_day(cells.get("day"), near=civil_date(self.now), past=True, month_first=month_first)
        if day is None:
            return judged.doubt("The date is not said in a way that we understand.")
        judged.what = f"{text.get('what') or 'Something'}, {say_pounds(pence)}"
        self._know(judged, day, text, pence)
        kind = self._kind(text.get("what", ""), judged)
        paid_by = self._payer(text.get("payer", ""), judged)
        funded, funder = funded_of(text.get("funded", "")), text.get("funder", "")[:120]
        if text.get("funded") and not funded:
            judged.notes.append(f"Funded “{text['funded']}”: left as not said.")
        session = self.held.the_one(day, judged)
        if session is not None:
            judged.thing = Cost(
                session=session,
                kind=kind or Cost.Kind.OTHER,
                words=text.get("what", "")[:120] or ("Not said" if kind in {None, Cost.Kind.OTHER} else ""),
                pence=pence,
                paid_by=paid_by,
                funded=funded,
                funded_by=funder if funded == Cost.Funded.YES else "",
                added_at=self.now,
            )
        return judged

    def make(self, batch, run):
        return Cost.objects.bulk_create([judged.thing for judged in batch])

    def used(self, run):
        ours = Cost.objects.filter(pk__in=run.moved.filter(about="courses.Cost").values("about_id"))
        if ours.exclude(paid_back_on=None).exists():
            return "Some of it was paid back since, so all of it stays."
        return None

    def _know(self, judged, day, text, pence):
        """The same thing may be bought twice on a day for the same amount: then its turn tells them apart."""
        said = (day, squeezed(text.get("what", "")), pence, squeezed(text.get("payer", "")))
        self.times[said] += 1
        judged.key = mark(self.kind, *said, self.times[said])
        judged.content = mark(squeezed(text.get("funded", "")), squeezed(text.get("funder", "")))

    def _kind(self, said, judged):
        if not said:
            judged.notes.append("What it was for is not said: kept as something else.")
            return None
        kind = cost_kind_of(said) or self.understanding.means(Meaning.Subject.COST_KIND, said)
        if kind not in Cost.Kind.values:
            choices = dict(Cost.Kind.choices)
            judged.doubt(
                f"What kind of cost is “{said}”?",
                Question(
                    Meaning.Subject.COST_KIND,
                    said,
                    asks=f"What kind of cost is “{said}”?",
                    choices=choices,
                ),
            )
            return None
        if squeezed(said) != squeezed(Cost.Kind(kind).label):
            judged.notes.append(f"“{said}” taken as {Cost.Kind(kind).label.lower()}.")
        return kind

    def _payer(self, said, judged):
        if not said:
            judged.notes.append("Who paid is not said.")
            return ""
        means = payer_of(said) or self.understanding.means(Meaning.Subject.PAYER, said)
        if means not in Cost.PaidBy.values:
            judged.doubt(
                f"Paid by “{said}”: who is that?",
                Question(
                    Meaning.Subject.PAYER,
                    said,
                    asks=f"Paid by “{said}”: who is that?",
                    choices=dict(Cost.PaidBy.choices),
                ),
            )
            return ""
        judged.notes.append(f"Paid by “{said}” taken as {Cost.PaidBy(means).label.lower()}.")
        return means


def _pence(value):
    """Whole pence of a cell. A spreadsheet's number is read by its digits, as it is shown: 33.65 is 3365."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return value * 100
    if isinstance(value, float):
        number = Decimal(repr(value))
        rounded = number.quantize(PENNY, ROUND_HALF_UP) if abs(number) < 10**12 else None
        exact = rounded is not None and abs(rounded - number) < Decimal("0.0001")
        return int(rounded * 100) if exact else None
    return read_pence(value) if isinstance(value, str) else None


def _text(value):
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value).strip()
