"""Why a team, in the short words of its tags and of the line under each name."""

from facilitators.models import Assignment
from facilitators.suggesting.scoring import further, mixes_experience
from stepforward.people.staff_groups import StaffGroup

Part = Assignment.Part
IN_SHORT = {
    StaffGroup.MEDICAL: "doctor",
    StaffGroup.STUDENTS: "student",
    StaffGroup.NURSING: "nurse or midwife",
    StaffGroup.ALLIED_HEALTH: "allied health",
    StaffGroup.SCIENTIFIC_TECHNICAL: "scientific and technical",
    StaffGroup.SCIENTISTS: "scientist",
    StaffGroup.CLINICAL_SERVICES: "clinical support",
    StaffGroup.ADMINISTRATIVE: "administrative",
    StaffGroup.ESTATES: "estates",
    StaffGroup.SUPPLEMENTARY: "supplementary",
}


def about(person, part):
    """What the line under somebody's name says, as a list."""
    words = [] if person.miles is None else [say_miles(person.miles)]
    if part == Part.SHADOW:
        wants = {0: "has shadowed enough", 1: "wants one more"}.get(
            person.wants, f"wants {person.wants} more"
        )
        return [*words, wants]
    words.append(f"delivered {person.delivered}" if person.delivered else "has not delivered it yet")
    sessions = "session" if person.lately == 1 else "sessions"
    words.append(f"{person.lately} {sessions} in half a year" if person.lately else "first in half a year")
    return [*words, "said if needed"] if person.if_needed else words


def reasons(team):
    """The tags of a team, [(Part, Person), …], those who are in it already among them."""
    delivering = [one for part, one in team if part in Assignment.DELIVERS]
    shadows = [one for part, one in team if part == Part.SHADOW]
    words = ["lead ✓"] if any(part == Part.LEAD for part, _ in team) else []
    known = [one.miles for part, one in team if one.miles is not None]
    if known:
        words.append(f"{say_miles(max(known))} at most")
    if further(one.staff_group for one in delivering):
        groups = dict.fromkeys(one.staff_group for one in delivering if one.staff_group)
        words.append(" + ".join(IN_SHORT[StaffGroup(group)] for group in groups))
    if more := further(one.organisation for one in delivering):
        words.append(f"{more + 1} organisations")
    if mixes_experience(delivering):
        words.append("experience beside newness")
    if delivering and not any(one.lately for one in delivering):
        words.append("first in half a year")
    words += [f"shadow {about(one, Part.SHADOW)[-1]}" for one in shadows if one.wants]
    if asked := sum(one.if_needed for _, one in team):
        words.append(f"{asked} if needed")
    return words


def say_miles(miles):
    return "1 mile" if miles == 1 else f"{miles} miles"
