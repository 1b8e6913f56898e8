"""Training requests from an online form's spreadsheet. Nobody is written to: they asked somebody else,
long ago."""

from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from courses.models import TrainingRequest
from courses.moving.past_requests import PASSED, SETTLED, StayOpen, why_closed
from courses.moving.wishes import read_people, read_wish
from courses.moving.words_for import FOCUS, STAFF, chosen, delivery_of, setting_of
from stepforward.importing.dates import read_moment
from stepforward.importing.models import Meaning
from stepforward.importing.reader import Judged, Question, Reader, mark
from stepforward.importing.wording import squeezed
from stepforward.ui.wording import LONDON, civil_date

KEPT_WORDS = {  # what goes into `about`, in their words
    "dates": "Preferred dates",
    "people": "How many",
    "staff": "Who would come",
    "focus": "Focus",
    "place": "Where",
    "about": "Anything else",
    "heard": "Heard of us by",
}


class TrainingRequests(Reader):
    kind = "training_requests"
    title = "Training requests"
    columns = {
        "email": ["email", "email address", "contact email"],
        "asked": ["completion time", "timestamp", "submitted", "date received", "received", "date asked", "request date",  # noqa: E501
                  "date request", "start time"],
        "name": ["name", "contact name", "your name", "contact", "requester", "requested by", "full name"],
        "organisation": ["organi*", "trust", "employer", "hospital", "site"],
        "team": ["department", "team", "dept", "specialty", "service", "ward"],
        "place": ["where", "setting", "location", "venue", "format", "delivery"],
        "people": ["how many", "number people", "people", "attendees", "number", "participants", "group size", "numbers",  # noqa: E501
                   "delegates", "size", "headcount"],
        "staff": ["who come", "staff group", "who attend", "staff", "audience", "professions", "who"],
        "dates": ["preferred dates", "dates", "preferred date", "when", "preferred", "date"],
        "focus": ["focus", "topic", "theme", "issues"],
        "about": ["anything else", "comments", "notes", "other information", "details", "further information"],  # noqa: E501
        "heard": ["hear", "heard"],
        "phone": ["phone", "telephone", "mobile", "tel"],
    }  # fmt: skip
    needs = ("organisation", "email name", "people dates", "team place focus")
    dates = {"asked": (), "dates": ()}
    form = StayOpen
    models = ("courses.TrainingRequest",)

    def judge(self, cells):
        text = {meaning: _text(value) for meaning, value in cells.items()}
        organisation, team = text.get("organisation", ""), text.get("team", "")
        judged = Judged(what=", ".join(filter(None, [team, organisation])) or "A request")
        email = text.get("email", "").removeprefix("mailto:").lower()
        if not email:
            return judged.refuse("There is no email address, so nobody could be answered.")
        try:
            validate_email(email)
        except ValidationError:
            return judged.refuse("The email address is not one, so nobody could be answered.")
        if not organisation:
            return judged.refuse("There is no organisation.")
        asked_at = self._asked_at(cells.get("asked"), judged)
        wish_from = civil_date(asked_at)
        judged.key = mark(self.kind, email, text.get("asked") or text.get("dates", ""), squeezed(team))
        judged.content = mark(*(f"{meaning}={text[meaning].lower()}" for meaning in sorted(text)))
        ours = self.understanding.organisation(organisation, judged)
        people = self._people(cells.get("people"), judged)
        month_first = self.month_first("dates", cells.get("dates"), judged)
        wish = read_wish(cells.get("dates"), wish_from, month_first=month_first)
        setting, said = setting_of(text.get("place"), team)
        judged.notes += [wish.note] if wish.note else []
        if not said:
            judged.notes.append("The setting is not said: taken as a hospital ward or clinic.")
        judged.thing = TrainingRequest(
            organisation=ours,
            other_organisation="" if ours else organisation[:120],
            team=(team or "Not said")[:120],
            setting=setting,
            delivery=delivery_of(text.get("place")),
            people=people or 1,
            staff_groups=chosen(text.get("staff"), STAFF),
            focus=chosen(text.get("focus"), FOCUS),
            about=_in_their_words(text)[:2000],
            earliest=wish.earliest,
            latest=wish.latest,
            dates=wish.dates,
            weekdays=wish.weekdays,
            day_parts=wish.day_parts,
            contact_name=(text.get("name") or email.partition("@")[0])[:120],
            contact_email=email,
            contact_phone=text.get("phone", "")[:30],
            asked_at=asked_at,
        )
        if reason := why_closed(wish.latest, self.choices, self.now):
            closed = "Its dates are past" if reason == PASSED else "It is settled"
            judged.notes.append(f"{closed}: kept as history, declined, so that nobody waits.")
            judged.thing.state, judged.thing.reason = TrainingRequest.State.DECLINED, reason
            judged.thing.answered_at = asked_at
        return judged

    def make(self, batch, run):
        return TrainingRequest.objects.bulk_create([judged.thing for judged in batch])

    def used(self, run):
        ours = TrainingRequest.objects.filter(
            pk__in=run.moved.filter(about="courses.TrainingRequest").values("about_id")
        )
        untouched = Q(state=TrainingRequest.State.NEW, notes=None, messages=None, merged=None)
        untouched |= Q(
            state=TrainingRequest.State.DECLINED,
            reason__in=[PASSED, SETTLED],
            notes=None,
            messages=None,
            merged=None,
        )
        answered = ours.exclude(untouched).count()
        if answered:
            return f"{answered} of these requests {'was' if answered == 1 else 'were'} taken up since, so all of it stays."  # noqa: E501
        return None

    def _people(self, said, judged):
        people, note = read_people(said)
        if note:
            judged.notes.append(note)
        if people is None:
            words = _text(said) or "nothing"
            means = self.understanding.means(Meaning.Subject.PEOPLE, words)
            if means and means.isdecimal():
                judged.notes.append(f"“{words}” taken as {means} people.")
                return int(means)
            judged.doubt(
                f"How many people is “{words}”? Say a number.", Question(Meaning.Subject.PEOPLE, words)
            )
        return people

    def _asked_at(self, said, judged):
        month_first = self.month_first("asked", said, judged)
        moment = read_moment(said, near=civil_date(self.now), past=True, month_first=month_first)
        asked_at = moment.replace(tzinfo=LONDON).astimezone(UTC) if moment else None
        if asked_at is None or asked_at > self.now:
            judged.notes.append("When it was asked is not said: taken as now.")
            return self.now
        return asked_at


def _text(value):
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _in_their_words(text):
    said = [(label, text.get(meaning, "").strip("; ")) for meaning, label in KEPT_WORDS.items()]
    return "\n".join(f"{label}: {words}" for label, words in said if words)
