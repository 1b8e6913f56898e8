"""The faculty's own list: an account that can be invited, a facilitator and an accreditation for each row.
Nobody is written to."""

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from courses.models import Course
from courses.moving.usual_course import course_named, usual_course
from facilitators.models import Accreditation, Facilitator
from facilitators.moving.names import said_plainly
from facilitators.moving.stages import delivered, stage_of
from stepforward.importing.dates import read_day
from stepforward.importing.models import Meaning
from stepforward.importing.reader import Judged, Question, Reader, Verdict, also_made, mark
from stepforward.importing.wording import squeezed
from stepforward.people.accounts import give_role, take_role
from stepforward.people.models import User
from stepforward.people.roles import Role
from stepforward.ui.wording import civil_date, say_date, say_day

Stage = Accreditation.Stage


class Roster(Reader):
    kind = "facilitators"
    title = "Facilitators"
    columns = {
        "email": ["email", "email address", "contact email"],
        "name": ["name", "full name", "facilitator", "facilitator name"],
        "first": ["first name", "forename", "given name"],
        "last": ["surname", "last name", "family name"],
        "post": ["grade role", "post", "job title", "grade", "role", "position", "profession", "job"],
        "organisation": ["organi*", "trust", "employer", "hospital", "workplace"],
        "base": ["base", "based", "town", "travels from"],
        "trained": ["trained", "date trained", "training date", "joined", "date joined", "qualified", "training", "since"],  # noqa: E501
        "sessions": ["sessions delivered", "delivered", "sessions", "courses delivered", "sessions run", "times delivered"],  # noqa: E501
        "leads": ["can lead", "leads", "lead", "stage", "level", "accreditation", "status"],
    }  # fmt: skip
    needs = ("email", "name last", "trained sessions leads")
    dates = {"trained": ()}
    models = ("facilitators.Accreditation", "facilitators.Facilitator", "people.User", "courses.Course")

    def __init__(self, *args):
        super().__init__(*args)
        self.courses = list(Course.objects.all())
        self.usual = usual_course(self.courses)
        self.accounts = {one.email.lower(): one for one in User.objects.select_related("facilitator")}

    def begin_sheet(self, sheet):
        texts = [cell for cells in sheet.above for cell in cells if isinstance(cell, str)]
        self.course = course_named(" ".join(texts[:3]), self.courses) or self.usual
        held = Accreditation.objects.filter(course=self.course.pk)
        self.held = dict(held.values_list("facilitator", "stage"))

    def judge(self, cells):
        text = {meaning: _text(value) for meaning, value in cells.items()}
        name = said_plainly(text.get("name") or f"{text.get('first', '')} {text.get('last', '')}")[:120]
        email = text.get("email", "").removeprefix("mailto:").lower()
        judged = Judged(what=name or email or "Somebody without a name")
        if not name:
            return judged.refuse("There is no name, so this is no person.")
        if not email:
            return judged.refuse("There is no email address, so they could not be invited.")
        try:
            validate_email(email)
        except ValidationError:
            return judged.refuse("The email address is not one, so they could not be invited.")
        judged.key = mark(self.kind, email)
        judged.content = mark(*(f"{meaning}={text[meaning].lower()}" for meaning in sorted(text)))
        said = text.get("organisation")
        organisation = self.understanding.organisation(said, judged) if said else None
        since = self._since(cells.get("trained"), text.get("trained"), judged)
        stage = self._stage(text.get("leads", ""), cells.get("sessions"), judged)
        details = {
            "organisation": organisation,
            "post": text.get("post", "")[:120],
            "base": text.get("base", "")[:80],
            "joined_on": since,
        }
        self._compare(self.accounts.get(email), details, stage, judged)
        judged.thing = (email, name, details, self.course, stage)
        return judged

    def make(self, batch, run):
        if self.usual.pk is None and any(judged.thing[3] is self.usual for judged in batch):
            self.usual.save()
            also_made(run, [self.usual])
        nobody = make_password(None)
        accounts = [
            User(email=email, name=name, roles=[Role.FACILITATOR], password=nobody)
            for email, name, *_ in (judged.thing for judged in batch)
            if email not in self.accounts
        ]
        User.objects.bulk_create(accounts)
        self.accounts |= {user.email: user for user in accounts}
        for judged in batch:
            give_role(self.accounts[judged.thing[0]], Role.FACILITATOR, by=run.by)
        people = Facilitator.objects.bulk_create(
            Facilitator(user=self.accounts[email], **details)
            for email, _, details, *_ in (judged.thing for judged in batch)
        )
        held = Accreditation.objects.bulk_create(
            Accreditation(facilitator=one, course=judged.thing[3], stage=judged.thing[4], since=one.joined_on)
            for one, judged in zip(people, batch, strict=True)
        )
        also_made(run, accounts + held)
        return people

    def used(self, run):
        ours = self._ours(run)
        untouched = {"assignments": None, "said": None, "usual": None, "busy_calendars": None}
        untouched |= {"leaves": None, "stage_changes": None}
        busy = ours.exclude(user__last_login=None, reserved_for=None, **untouched)
        others = Accreditation.objects.filter(facilitator__in=ours)
        others = others.exclude(
            pk__in=run.moved.filter(about="facilitators.Accreditation").values("about_id")
        )
        if n := ours.filter(Q(pk__in=busy) | Q(pk__in=others.values("facilitator"))).count():
            were = "was" if n == 1 else "were"
            return (
                f"{n} of these facilitators {were} asked for a session, said when they are free, signed in "
                "or moved on since, so all of it stays."
            )
        return None

    def before_taking_back(self, run, *, by):
        """Accounts that were there before lose what this file gave them, the role."""
        made = run.moved.filter(about="people.User").values("about_id")
        for user in User.objects.filter(facilitator__in=self._ours(run)).exclude(pk__in=made):
            take_role(user, Role.FACILITATOR, by=by)

    def _ours(self, run):
        return Facilitator.objects.filter(
            pk__in=run.moved.filter(about="facilitators.Facilitator").values("about_id")
        )

    def _since(self, value, said, judged):
        today = civil_date(self.now)
        month_first = self.month_first("trained", value, judged)
        day = read_day(value, near=today, past=True, month_first=month_first)
        if day is None:
            if said:
                judged.doubt(f"When they were trained, “{said}”, is not said in a way that we understand.")
            else:
                judged.notes.append("When they were trained is not said: taken as today.")
            return today
        if day > today:
            judged.doubt(f"They were trained on {say_day(day)}, which is still to come.")
        if isinstance(value, str) and squeezed(value) != squeezed(say_date(day)):
            judged.notes.append(f"Trained “{value}” taken as {say_date(day)}.")
        return day

    def _stage(self, leads, sessions, judged):
        stage = stage_of(leads, delivered(sessions))
        if stage is None:
            means = self.understanding.means(Meaning.Subject.STAGE, leads)
            stage = means if means in Stage.values else None
        if stage is None:
            asks = f"Can lead: “{leads}”. At what stage are they?"
            judged.doubt(asks, Question(Meaning.Subject.STAGE, leads, asks=asks, choices=dict(Stage.choices)))
            return ""
        judged.notes.append(f"Taken as {Stage(stage).label.lower()}.")
        return stage

    def _compare(self, user, details, stage, judged):
        """Whoever is here by another way stays as they are."""
        if user is None:
            return
        there = getattr(user, "facilitator", None)
        if there is None:
            judged.notes.append("There is an account with this address already, which becomes theirs.")
            if not user.is_active:
                judged.doubt("The account with this address is closed.")
            return
        same = (
            there.organisation_id == (details["organisation"] and details["organisation"].pk)
            and self.held.get(there.pk) == stage
        )
        if same and judged.verdict == Verdict.MADE:
            judged.verdict = Verdict.UNCHANGED
            judged.notes = ["They are on the roster already."]
        else:
            judged.doubt("They are on the roster already, with something else. That was left as it is.")


def _text(value):
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return "" if value is None else str(value).strip()
