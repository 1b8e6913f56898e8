"""A scope: what part of the rollout a figure is about. Read kindly from an address: what cannot be understood
becomes a sentence in `notes`, never an error.

Dates are London's civil dates, and `end` is the first day that is not part of it.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.text import slugify

from stepforward.people.models import Organisation
from stepforward.rollout.choices import Choices, system_of
from stepforward.rollout.models import Fact, Phase
from stepforward.ui.wording import civil_date, say_date

ALWAYS, OWN_DATES = "all", "dates"
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Scope:
    today: date
    choices: Choices
    phase: Phase | None = None
    start: date | None = None
    end: date | None = None
    system: str = ""
    organisation: Organisation | None = None
    course: str = ""
    staff_group: str = ""
    notes: tuple = ()
    _kept: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_period(self):
        """Somebody's own dates, rather than a phase or everything."""
        return self.phase is None and (self.start is not None or self.end is not None)

    @property
    def has_place(self):
        return bool(self.system or self.organisation)

    @property
    def words(self):
        """Phase two, 1 April to 31 March, Greater Manchester, Active Bystander."""
        parts = [self.when]
        if self.organisation:
            parts.append(self.organisation.name)
        elif self.system:
            parts.append(self.choices.systems[self.system])
        if self.course:
            parts.append(self.choices.courses[self.course])
        if self.staff_group:
            parts.append(self.choices.groups[self.staff_group].lower())
        return ", ".join(parts)

    @property
    def when(self):
        if self.phase:
            return f"{self.phase.name}, {self._dates}"
        return self._dates if self.is_period else "Since the start"

    @property
    def _dates(self):
        if self.end is None:
            return f"From {say_date(self.start)}"
        if self.start is None:
            return f"Until {say_date(self.last)}"
        plain = self.start <= self.today < self.end and (self.end - self.start).days <= 366
        return f"{say_date(self.start, year=not plain)} to {say_date(self.last, year=not plain)}"

    @property
    def query(self):
        """The address's parameters that lead here again."""
        found = {}
        if self.phase:
            found["phase"] = slugify(self.phase.name)
        elif self.is_period:
            found["phase"] = OWN_DATES
            found["from"] = self.start.isoformat() if self.start else ""
            found["to"] = self.last.isoformat() if self.last else ""
        else:
            found["phase"] = ALWAYS
        found["system"] = "" if self.organisation else self.system
        found["organisation"] = self.organisation.ods_code if self.organisation else ""
        found |= {"course": self.course, "staff_group": self.staff_group}
        return urlencode({key: value for key, value in found.items() if value})

    @property
    def last(self):
        """The last day that is part of it, or None."""
        return self.end - A_DAY if self.end else None

    @property
    def organisations(self):
        """Those that exist today within the chosen system or organisation."""
        if self.organisation:
            return [self.organisation]
        return [
            one
            for one in self.choices.current(self.today)
            if not self.system or system_of(one) == self.system
        ]

    def facts(self, measure):
        """Facts of one measure in this scope, of all staff groups: those are for `totals` to split."""
        found = Fact.objects.filter(measure=measure)
        if self.start:
            found = found.filter(day__gte=self.start)
        if self.end:
            found = found.filter(day__lt=self.end)
        if self.course:
            found = found.filter(course=self.course)
        return found.filter(organisation__in=self.place_ids) if self.has_place else found

    @property
    def place_ids(self):
        """Keys of `organisations` and of all that were merged into them."""
        places = {one.pk for one in self.organisations}
        return [one.pk for one in self.choices.organisations if self.choices.today_of(one.pk).pk in places]

    def once(self, read):
        """`read(self)`, asked once a page however many panels want it."""
        if read not in self._kept:
            self._kept[read] = read(self)
        return self._kept[read]


def scope_from(asked, *, now):
    """The Scope that `asked`, a request's GET, describes. Nothing said: the phase of today, or the last one
    that began, or everything."""
    choices, today, notes = Choices.load(), civil_date(now), []

    def chosen(name, known, what):
        said = asked.get(name, "").strip()
        if said and said not in known:
            notes.append(f"We do not know the {what} “{_short(said)}”, so it was left out.")
        return said if said in known else ""

    def day(name):
        said = asked.get(name, "").strip()
        try:
            return date.fromisoformat(said) if said else None
        except ValueError:
            notes.append(f"“{_short(said)}” is not a date that we can read, like 2026-04-01.")
            return None

    course = chosen("course", choices.courses, "course")
    staff_group = chosen("staff_group", choices.groups, "staff group")
    system = chosen("system", choices.systems, "system")
    code = chosen("organisation", choices.organisation_by_code, "organisation")
    organisation = choices.organisation_by_code.get(code)
    if organisation is not None:
        organisation = choices.today_of(organisation.pk)
        system = ""

    slug = asked.get("phase", "").strip()
    phase = choices.phase_by_slug.get(slug)
    start = end = None
    if slug in {"", OWN_DATES}:
        start, end = _own_dates(day("from"), day("to"), notes)
    elif asked.get("from") or asked.get("to"):
        notes.append("Choose “Dates of my own” as the phase for your dates to count.")
    if phase is None and slug != ALWAYS and not (start or end):
        phase = _phase_of(today, choices.phases)
        if slug and slug != OWN_DATES:
            notes.append(f"We do not know the phase “{_short(slug)}”; this is {phase or 'everything'}.")
    if phase is not None:
        start, end = phase.during.lower, phase.during.upper
    return Scope(today, choices, phase, start, end, system, organisation, course, staff_group, tuple(notes))


def _own_dates(first, last, notes):
    """Half-open dates from a first and a last day, either of which may be missing."""
    if first and last and last < first:
        notes.append("The last day is before the first, so the dates were left out.")
        return None, None
    return first, last + A_DAY if last and last < date.max else None


def _phase_of(today, phases):
    begun = [phase for phase in phases if phase.during.lower <= today]
    return max(begun, key=lambda phase: phase.during.lower, default=None)


def _short(said):
    return said if len(said) <= 40 else f"{said[:40]}…"
