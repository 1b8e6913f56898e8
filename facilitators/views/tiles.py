"""Tiles of day parts as pages draw them: weeks of days, working days apart from the weekend."""

from courses.models.training_request import DayPart, Weekday
from facilitators.models import Level
from facilitators.saying.expanding import monday_of
from facilitators.saying.forms import tile_name
from stepforward.ui.wording import say_day

AROUND = list(Level)  # a tap goes from one to the next


def weeks_of(page, posted):
    """The weeks of a Page, with what was posted over what is kept."""
    weeks = {}
    for day, part in page.parts:
        week = weeks.setdefault(monday_of(day), {"monday": monday_of(day), "days": {}, "weekend": {}})
        days = week["weekend"] if day.weekday() >= 5 else week["days"]
        when = (day, part)
        if day.weekday() >= 5 and (page.said.get(when) or page.usual.get(when)):
            week["weekend_said"] = True
        days.setdefault(
            day,
            {
                "key": f"{day}",
                "weekday": day.isoweekday() % 7,
                "name": say_day(day, year=False),
                "short": short(day),
                "busy": page.busy.get(day, ""),
                "overruled": day in page.overruled,
                "tiles": [],
            },
        )["tiles"].append(
            tile(when, posted, page.said.get(when), usual=page.usual.get(when), locked=page.booked.get(when))
        )
    for monday, week in weeks.items():
        this = monday == monday_of(page.today)
        week["title"] = "This week" if this else f"Week of {monday.day} {monday:%B}"
        week["days"], week["weekend"] = list(week["days"].values()), list(week["weekend"].values())
    return list(weeks.values())


def days_of(parts, posted, *, said, usual, booked):
    """The days of these parts, with what was posted over what is kept."""
    days = {}
    for when in parts:
        found = days.setdefault(
            when[0],
            {
                "key": f"{when[0]}",
                "weekday": "",
                "name": say_day(when[0], year=False),
                "short": short(when[0]),
                "tiles": [],
            },
        )
        found["tiles"].append(
            tile(when, posted, said.get(when), usual=usual.get(when), locked=booked.get(when))
        )
    return list(days.values())


def usual_days(parts, posted):
    """The seven days of a usual week, {(weekday, part): level}, with what was posted over it."""
    return [
        {
            "key": "",
            "weekday": (weekday + 1) % 7,
            "name": weekday.label,
            "short": weekday.label,
            "tiles": [
                tile((weekday.value, part), posted, parts.get((weekday, part))) for part in DayPart.values
            ],
        }
        for weekday in Weekday
    ]


def tile(when, posted, level, *, usual="", locked=""):
    """`usual` is what the usual week says of it: then leaving it as it is means that, and a tap goes on from
    there."""
    name = tile_name(*when)
    return {
        "name": name,
        "label": DayPart(when[1]).label,
        "value": posted.get(name, "" if level == usual else level or ""),
        "usual": usual or "",
        "locked": locked or "",
        "choices": choices_after(usual) if usual else None,
    }


def choices_after(usual):
    """[(value, text), …]: first to leave it as usual, then the other two levels in the order of the taps."""
    at = AROUND.index(usual)
    others = [*AROUND[at + 1 :], *AROUND[:at]]
    return [("", Level(usual).label), *((level.value, level.label) for level in others)]


def short(day):
    """Mon 1 December."""
    return f"{day:%a} {day.day} {day:%B}"
