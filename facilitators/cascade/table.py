"""A cascade as a table: whom it shows, and in which order."""

SORTS = {
    "name": ("Name", lambda one: ()),
    "trained": ("Trained last", lambda one: -one.trained_on.toordinal() if one.trained_on else 0),
    "sessions": ("Most own sessions", lambda one: (-one.branch.own_sessions, -one.branch.own_people)),
    "branch": ("Furthest branch", lambda one: (-one.branch.people, -one.branch.sessions)),
    "generation": ("Generation", lambda one: one.branch.generation),
}
COLUMNS = (
    "Name",
    "Organisation",
    "Stage",
    "Left",
    "Generation",
    "Trained on",
    "Trained at",
    "Trained by",
    "Own sessions",
    "People in own sessions",
    "Trained themselves",
    "Facilitators in branch",
    "Generations in branch",
    "Sessions of branch",
    "People reached by branch",
)


def shown(people, *, q="", generation="", stage="", delivered="", sort=""):
    """Those of `people`, who come by name, whom these filters leave, in the order that `sort` names."""
    found = [
        one
        for one in people
        if q.casefold() in one.name.casefold()
        and generation in ("", None, one.branch.generation)
        and stage in ("", one.held.stage)
        and delivered in ("", "yes" if one.delivered else "no")
    ]
    return sorted(found, key=SORTS[sort or "name"][1])


def cells(one):
    branch, organisation = one.branch, one.held.facilitator.organisation
    return (
        one.name,
        organisation and organisation.name,
        one.held.get_stage_display(),
        one.held.facilitator.left_on,
        branch.generation,
        one.trained_on,
        one.where,
        one.by_whom,
        branch.own_sessions,
        branch.own_people,
        len(branch.trained),
        branch.facilitators,
        branch.generations,
        branch.sessions,
        branch.people,
    )
