"""The usual week of a facilitator: said once, from a day on, and in force until another is said."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from courses.models.training_request import DayPart, Weekday
from facilitators.availability import hold
from facilitators.models import Facilitator, Level, UsualPart
from facilitators.saying.expanding import horizon
from facilitators.saying.noting import note
from facilitators.windows import rebuild
from stepforward.audit.recording import record
from stepforward.ui.wording import civil_date

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class UsualWeek:
    """`parts` {(weekday, part): level} from `starts_on` to `ends_on`, None until further notice."""

    starts_on: date
    ends_on: date | None
    parts: dict


@transaction.atomic
def keep(*, facilitator, parts, starts_on, ends_on=None, by, now):
    """From `starts_on`, or today if that is later, to `ends_on` their week is `parts` {(weekday, part):
    level, or None for not said}. What they had for these dates is gone, for other dates it stays. Whether
    anything changed."""
    today = civil_date(now)
    starts_on = max(starts_on, today)
    wanted = {(Weekday(day), DayPart(part)): Level(level) for (day, part), level in parts.items() if level}
    facilitator = hold(facilitator)
    before = list(facilitator.usual.all())
    kept = [piece for row in before for piece in outside(row, starts_on, ends_on)]
    new = [(*when, level, starts_on, ends_on) for when, level in wanted.items()]
    if not _put(facilitator, before, kept + new, today):
        return False
    note(facilitator, {}, usual=[_facts(row) for row in before])
    record("usual week said", facilitator, by=by, parts=len(wanted), starts_on=f"{starts_on}")
    return True


def put_back(facilitator, rows, now):
    """Their usual weeks are `rows`, as they were noted before a change."""
    facilitator = hold(facilitator)
    _put(facilitator, list(facilitator.usual.all()), rows, civil_date(now))


def weeks_of(facilitator, today):
    """Their usual weeks from the date `today` on, as UsualWeek, the earliest first; one query."""
    found = {}
    for row in facilitator.usual.between(today, date.max):
        found.setdefault((row.starts_on, row.ends_on), {})[row.weekday, row.part] = row.level
    return [UsualWeek(*dates, parts) for dates, parts in found.items()]


def extend(*, now):
    """Bring usual weeks into the windows of days that have come within reach; how many facilitators."""
    last = horizon(civil_date(now))
    goes_on = UsualPart.objects.filter(facilitator=OuterRef("pk")).between(OuterRef("usual_until"), last)
    due = Facilitator.objects.filter(Exists(goes_on), left_on=None, usual_until__lt=last)
    for facilitator in due:
        with transaction.atomic():
            facilitator = hold(facilitator)
            if facilitator.usual_until < last:
                rebuild(facilitator, [facilitator.usual_until + A_DAY, last])
                _reaches(facilitator, last)
    return len(due)


def _put(facilitator, before, rows, today):
    """Replace the rows `before` by `rows`, and derive again what that changes from `today` on."""
    was, will = set(map(_facts, before)), set(rows)
    if was == will:
        return False
    UsualPart.objects.filter(pk__in=[row.pk for row in before if _facts(row) not in will]).delete()
    UsualPart.objects.bulk_create(
        UsualPart(
            facilitator=facilitator, weekday=weekday, part=part, level=level, starts_on=first, ends_on=last
        )
        for weekday, part, level, first, last in will - was
    )
    changed, last = was ^ will, horizon(today)
    first = min(starts_on for *_, starts_on, _ in changed)
    until = max(ends_on or last for *_, ends_on in changed)
    if facilitator.usual_until and facilitator.usual_until < last:
        first, until = min(first, facilitator.usual_until + A_DAY), last
    first, until = max(first, today), min(until, last)
    if first <= until:
        rebuild(facilitator, [first, until])
    _reaches(facilitator, last)
    return True


def _reaches(facilitator, last):
    Facilitator.objects.filter(pk=facilitator.pk).update(usual_until=last)


def _facts(row):
    return (row.weekday, row.part, row.level, row.starts_on, row.ends_on)


def outside(row, first, last):
    """What is left of a row, as facts, when the dates from `first` to `last` (None: all after) are taken out
    of it."""
    weekday, part, level, starts_on, ends_on = _facts(row)
    if ends_on is not None and ends_on < first or last is not None and starts_on > last:
        return [_facts(row)]
    left = []
    if starts_on < first:
        left.append((weekday, part, level, starts_on, first - A_DAY))
    if last is not None and (ends_on is None or ends_on > last):
        left.append((weekday, part, level, last + A_DAY, ends_on))
    return left
