"""Which cases fit a session, and why, in a few words. Reading only."""

from dataclasses import dataclass, field
from datetime import datetime

from courses.models import CaseReport, SessionCase
from courses.models.training_request import Focus, Setting
from stepforward.people.staff_groups import StaffGroup
from stepforward.ui.wording import say_date

IN_SHORT = {
    Focus.RACISM: "racism",
    Focus.SEXISM: "sexism",
    Focus.HOMOPHOBIA: "homophobia",
    Focus.ABLEISM: "ableism",
    Focus.FAITH: "religion",
    Focus.MICROAGGRESSION: "microaggressions",
    Focus.HIERARCHY: "hierarchy",
    Setting.WARD: "wards",
    Setting.THEATRES: "theatres",
    Setting.EMERGENCY: "emergency care",
    Setting.MENTAL_HEALTH: "mental health",
    Setting.COMMUNITY: "community",
    Setting.EDUCATION: "education",
    Setting.CORPORATE: "offices",
    StaffGroup.MEDICAL: "doctors",
    StaffGroup.STUDENTS: "students",
    StaffGroup.NURSING: "nurses and midwives",
    StaffGroup.ALLIED_HEALTH: "allied health",
    StaffGroup.SCIENTIFIC_TECHNICAL: "scientific and technical",
    StaffGroup.SCIENTISTS: "scientists",
    StaffGroup.CLINICAL_SERVICES: "healthcare assistants",
    StaffGroup.ADMINISTRATIVE: "administrative",
    StaffGroup.ESTATES: "estates",
    StaffGroup.SUPPLEMENTARY: "supplementary roles",
}
THEME, SETTING, STAFF_GROUP = 10, 4, 1  # how much each thing in common counts


@dataclass(frozen=True)
class LastUse:
    """The last session of the same organisation, but this one, that has the case."""

    starts_at: datetime
    team: str
    same_team: bool
    to_come: bool

    def __str__(self):
        whose = "This team" if self.same_team else self.team or "This organisation"
        does = "will discuss" if self.to_come else "discussed"
        return f"{whose} {does} it on {say_date(self.starts_at)}"


@dataclass
class Suggestion:
    case: CaseReport
    reasons: list = field(default_factory=list)
    weight: int = 0
    last: LastUse | None = None

    @property
    def why(self):
        return ", ".join(self.reasons)


def suggestions(session, used, *, picked=()):
    """Every case that could be picked and is not: what fits best first, and last what the same team had.
    `used` is what `last_uses` says."""
    rows = CaseReport.objects.for_sessions().exclude(pk__in=picked).select_related("cleared__version")
    rows = rows.defer("cleared__version__story", "cleared__version__questions")
    found = [suggested(case, session.request, used.get(case.pk)) for case in rows]
    return sorted(
        found,
        key=lambda one: (
            bool(one.last and one.last.same_team),
            -one.weight,
            one.last is not None,
            one.case.cleared.version.title,
        ),
    )


def suggested(case, request, last=None):
    """A case with what it has in common with the training request; without one there is nothing."""
    version, one = case.cleared.version, Suggestion(case, last=last)
    if request is None:
        return one
    themes = [theme for theme in request.focus if theme in version.themes]
    groups = [group for group in request.staff_groups if group in version.staff_groups]
    setting = [version.setting] if version.setting == request.setting else []
    one.reasons = [IN_SHORT[Focus(theme)] for theme in themes]
    one.reasons += [IN_SHORT[Setting(setting)] for setting in setting]
    one.reasons += [IN_SHORT[StaffGroup(group)] for group in groups]
    one.weight = THEME * len(themes) + SETTING * len(setting) + STAFF_GROUP * len(groups)
    return one


def last_uses(session, now):
    """{case's pk: LastUse} with the organisation that hosts the session, or that asked for it; one query."""
    organisation, other = _organisation_of(session)
    if not organisation and not other:
        return {}
    picks = SessionCase.objects.exclude(session=session).exclude(session__state="called_off")
    if organisation:
        picks = picks.filter(session__organisation=organisation)
    else:
        picks = picks.filter(session__organisation=None, session__request__other_organisation__iexact=other)
    found = {}
    rows = picks.order_by("session__starts_at").values_list(
        "case", "session__starts_at", "session__team_name"
    )
    for case, starts_at, team in rows:
        same_team = bool(team) and team.casefold() == session.team_name.casefold()
        before = found.get(case)
        if before is None or same_team or not before.same_team:
            found[case] = LastUse(starts_at, team, same_team, starts_at > now)
    return found


def _organisation_of(session):
    request = session.request
    organisation = session.organisation_id or (request.organisation_id if request else None)
    return organisation, "" if organisation or request is None else request.other_organisation
