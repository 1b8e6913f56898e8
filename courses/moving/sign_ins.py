"""Sign-in sheets: each is a session that was held, with who came. Nobody is written to."""

from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from courses import registers
from courses.models import Booking, Course, Session, Venue
from courses.moving.usual_course import course_named, usual_course
from courses.moving.words_for import attendance_of, staff_group_of
from stepforward.importing.dates import clocks_in, read_day
from stepforward.importing.models import Meaning, Moved
from stepforward.importing.reader import Judged, Question, Reader, mark
from stepforward.importing.wording import squeezed
from stepforward.rollout import facts
from stepforward.ui.wording import LONDON, civil_date, say_clock, say_day

USUAL_START = time(13)
BLANK = "left blank"


class SignInSheets(Reader):
    kind = "sign_in_sheets"
    title = "Sign-in sheets"
    columns = {
        "name": ["name", "full name", "participant", "attendee", "delegate"],
        "role": ["role", "job title", "grade", "position", "profession", "staff group", "job"],
        "email": ["email", "email address"],
        "signed": ["signed", "signature", "attended", "present", "attendance", "sign", "here", "tick"],
        "organisation": ["organi*", "trust", "employer"],
        "day": ["session date", "date", "course date"],
        "venue": ["venue", "location", "where", "hospital", "site"],
    }
    needs = ("name", "signed", "email role")
    dates = {"day": ("date", "day")}
    models = ("courses.Booking", "courses.Session", "courses.Venue", "courses.Course")

    def __init__(self, *args):
        super().__init__(*args)
        self.sessions, self.there, self.filled = {}, {}, {}
        self.courses = list(Course.objects.all())

    def begin_sheet(self, sheet):
        texts = [cell for cells in sheet.above for cell in cells if isinstance(cell, str)]
        self.day_above = sheet.said_above("date") or sheet.said_above("day") or sheet.title
        self.venue_above = (
            sheet.said_above("venue") or sheet.said_above("location") or sheet.said_above("where")
        )
        self.course_above = course_named(" ".join(texts[:3]), self.courses)
        said_time = sheet.said_above("times?") or sheet.said_above("start")
        clocks = [said_time] if isinstance(said_time, time) else clocks_in(str(said_time or ""))
        self.starts = clocks[0] if clocks else None

    def judge(self, cells):
        name, email = _text(cells.get("name")), _text(cells.get("email")).removeprefix("mailto:").lower()
        judged = Judged(what=name or "Somebody without a name")
        if not name:
            return judged.refuse("There is no name.")
        if email:
            try:
                validate_email(email)
            except ValidationError:
                return judged.refuse("The email address is not one.")
        said_day, venue = cells.get("day") or self.day_above, _text(cells.get("venue") or self.venue_above)
        month_first = self.month_first("day", said_day, judged)
        day = read_day(said_day, near=civil_date(self.now), past=True, month_first=month_first)
        if day is None or not venue:
            missing = "date" if day is None else "venue"
            return judged.doubt(f"The sheet does not say its {missing} in a way that we understand.")
        if day > civil_date(self.now):
            return judged.doubt(f"{say_day(day)} is still to come, so nobody can have signed.")
        held = mark(self.kind, day, squeezed(venue))
        judged.key = mark(held, email or squeezed(name))
        role, signed = _text(cells.get("role")), _text(cells.get("signed"))
        judged.content = mark(
            name.lower(), role.lower(), signed.lower(), _text(cells.get("organisation")).lower()
        )
        if not (isinstance(said_day, str) and str(day.year) in said_day) and not isinstance(said_day, date):
            judged.notes.append(f"“{said_day}” taken as {say_day(day)}.")
        if self.starts is None:
            judged.notes.append(f"The sheet says no time: taken as {say_clock(USUAL_START)}.")
        host = self._host(venue, judged)
        organisation = _text(cells.get("organisation"))
        theirs = self.understanding.organisation(organisation, judged) if organisation else host
        self._look_for_a_register(held, day, host, judged)
        if not email:
            judged.doubt(
                "There is no email address, which tells one person from another. Add it, and bring it again."
            )
        group = staff_group_of(role)
        if role and not group:
            judged.notes.append(f"Role “{role}” belongs to no staff group that we know: left empty.")
        judged.thing = (
            (held, day, venue, host, self.starts or USUAL_START, self.course_above),
            Booking(
                name=name[:120],
                email=email,
                organisation=theirs,
                staff_group=group,
                state=Booking.State.BOOKED,
                attendance=self._attendance(cells.get("signed"), judged),
            ),
        )
        return judged

    def make(self, batch, run):
        for judged in batch:
            facts_of, booking = judged.thing
            booking.session = self._session(facts_of, run)
            booking.booked_at = booking.session.starts_at
        return Booking.objects.bulk_create([judged.thing[1] for judged in batch])

    def finish(self):
        for session in self.sessions.values():
            booked = session.bookings.booked().count()
            if booked > session.capacity:
                session.capacity = booked
                session.save(update_fields=["capacity"])
            registers.count(session)

    def used(self, run):
        held = Session.objects.filter(pk__in=run.moved.filter(about="courses.Session").values("about_id"))
        ours = run.moved.filter(about="courses.Booking").values("about_id")
        if Booking.objects.filter(session__in=held).exclude(pk__in=ours).exists():
            return "Somebody was added to one of these sessions since, so all of it stays."
        return None

    def before_taking_back(self, run, *, by):
        bookings = run.moved.filter(about="courses.Booking").values("about_id")
        gone = set(run.moved.filter(about="courses.Session").values_list("about_id", flat=True))
        for session in Session.objects.with_facts().filter(bookings__in=bookings).distinct():
            if session.pk in gone:
                facts.replace(session, [])
            else:
                session.bookings.filter(pk__in=bookings).delete()
                registers.count(session)

    # --- The session ---

    def _session(self, facts_of, run):
        held, day, said_venue, host, starts, course = facts_of
        if held not in self.sessions:
            moved = Moved.objects.filter(key=held).first()
            self.sessions[held] = (
                Session.objects.with_facts().get(pk=moved.about_id)
                if moved
                else self._new_session(held, day, said_venue, host, starts, course, run)
            )
        return self.sessions[held]

    def _new_session(self, held, day, said_venue, host, starts, course, run):
        course = course or self._usual_course(run)
        venue = Venue.objects.filter(name=said_venue[:120]).order_by("pk").first()
        if venue is None:
            venue = Venue.objects.create(name=said_venue[:120], organisation=host, address="", postcode="")
            self._remember(run, venue, mark("venue", run.pk, venue.pk))
        starts_at = datetime.combine(day, starts, tzinfo=LONDON).astimezone(UTC)
        ends_at = starts_at + timedelta(minutes=course.minutes)
        session = Session.objects.create(
            course=course,
            organisation=host,
            venue=venue,
            starts_at=starts_at,
            ends_at=ends_at,
            capacity=course.maximum_people,
            state=Session.State.DELIVERED,
            opened_at=starts_at,
            delivered_at=ends_at,
        )
        self._remember(run, session, held)
        return session

    def _remember(self, run, row, key):
        Moved.objects.create(run=run, key=key, content=key, about=row._meta.label, about_id=row.pk)

    def _usual_course(self, run):
        plain = usual_course(self.courses)
        if plain.pk is None:
            plain.save()
            self.courses.append(plain)
            self._remember(run, plain, mark("course", run.pk, plain.pk))
        return plain

    def _host(self, said_venue, judged):
        if said_venue not in self.filled:
            venue = Venue.objects.filter(name=said_venue[:120]).select_related("organisation").first()
            self.filled[said_venue] = venue.organisation if venue else None
        return self.filled[said_venue] or self.understanding.organisation(said_venue, judged)

    def _look_for_a_register(self, held, day, host, judged):
        """A session that is here by another way has a register of its own."""
        if held not in self.there:
            self.there[held] = (
                host is not None
                and not Moved.objects.filter(key=held).exists()
                and Session.objects.filter(starts_at__date=day, organisation=host)
                .exclude(state=Session.State.CALLED_OFF)
                .exclude(pk__in=[one.pk for one in self.sessions.values()])
                .exclude(pk__in=Moved.objects.filter(about="courses.Session").values("about_id"))
                .exists()
            )
        if self.there[held]:
            judged.doubt(
                f"There is a session at {host.short} on {say_day(day)} already; its register is kept there."
            )

    def _attendance(self, signed, judged):
        attendance = attendance_of(signed)
        if attendance:
            return attendance
        said = _text(signed) or BLANK
        means = self.understanding.means(Meaning.Subject.SIGNED, said)
        if means in Booking.Attendance.values:
            judged.notes.append(f"“{said}” taken as {Booking.Attendance(means).label.lower()}.")
            return means
        judged.doubt(
            f"Signed: “{said}”. Did they attend?",
            Question(Meaning.Subject.SIGNED, said, Booking.Attendance.ABSENT),
        )
        return ""


def _text(value):
    return "" if value is None else str(value).strip()
