from stepforward.people.privacy import declare, neither, personal

WHILE_THEY_FACILITATE = "while they facilitate, and two years after they left"

declare(
    "facilitators.Facilitator",
    neither("id organisation usual_until asked_on"),
    personal("user", keep=WHILE_THEY_FACILITATE, erase="the account's name and email are blanked"),
    personal("post base staff_group", keep=WHILE_THEY_FACILITATE, erase="blanked"),
    personal(
        "sessions_a_month miles_at_most online_only notice_days joined_on left_on",
        keep=WHILE_THEY_FACILITATE,
        erase="kept without the name",
    ),
)
declare(
    "facilitators.Accreditation",
    neither("id course"),
    personal(
        "facilitator stage since source source_booking renewed_on lapsed_on",
        keep=WHILE_THEY_FACILITATE,
        erase="kept without the name, for counts",
    ),
)
declare(
    "facilitators.StageRule", neither("id course stage shadowed co_facilitated led observed current_months")
)
declare(
    "facilitators.Observation",
    neither("id"),
    personal(
        "assignment observer seen strengths work_on for_stage ready written_at",
        keep=WHILE_THEY_FACILITATE,
        erase="what was written is blanked; that there was one stays, for counts",
    ),
)
declare(
    "facilitators.Reflection",
    neither("id"),
    personal(
        "assignment went_well would_change shared written_at changed_at",
        keep=WHILE_THEY_FACILITATE,
        erase="deleted",
    ),
)
declare(
    "facilitators.Confidence",
    neither("id"),
    personal("assignment area then now", keep=WHILE_THEY_FACILITATE, erase="deleted"),
)
declare(
    "facilitators.Leave",
    neither("id"),
    personal(
        "facilitator starts_on ends_on said_by said_at", keep="a year after it is over", erase="deleted"
    ),
)
SUPPORT = {"keep": WHILE_THEY_FACILITATE, "erase": "deleted"}
declare(
    "facilitators.Support",
    neither("id"),
    personal("facilitator by kind starts_on ends_on every_weeks", **SUPPORT),
)
declare(
    "facilitators.Supervision",
    neither("id"),
    personal("support held_on next_on noted_by noted_at", **SUPPORT),
)
UNTIL_SETTLED = {
    "keep": "two weeks where it is not confirmed; else until they are a facilitator, or two years after it "
    "was last spoken of",
    "erase": "deleted",
}
declare(
    "facilitators.Interest",
    neither("id training came_by stage moved_at moved_by"),
    personal("name email organisation other_organisation staff_group why", **UNTIL_SETTLED),
    personal("said_at confirmed_at reason note", **UNTIL_SETTLED),
)
declare(
    "facilitators.StageChange",
    neither("id course source"),
    personal(
        "facilitator kind before stage at by needs met exception",
        keep="as long as the accreditation: what was signed stays signed",
        erase="kept; the account's name and email are blanked",
    ),
)
declare(
    "facilitators.Availability",
    neither("id"),
    personal("facilitator day part level", keep="a year after the day", erase="deleted"),
)
declare(
    "facilitators.UsualPart",
    neither("id"),
    personal(
        "facilitator weekday part level starts_on ends_on", keep="a year after its last day", erase="deleted"
    ),
)
declare(
    "facilitators.LastChange",
    neither("id"),
    personal("facilitator said usual", keep="until their next change, or it is undone", erase="deleted"),
)
declare(
    "facilitators.Poll",
    neither("id title course request message asked_on closes_on closed_at"),
    personal("asked_by", keep="two years after it closed", erase="kept without the name"),
)
declare("facilitators.PollPart", neither("id poll day part"))
declare(
    "facilitators.Asked",
    neither("id poll nudged_at"),
    personal("facilitator answered_at", keep="two years after the poll closed", erase="deleted"),
)
declare(
    "facilitators.Window",
    neither("id"),
    personal("facilitator during level", keep="as long as what it is derived from", erase="deleted"),
)
A_CALENDAR = {
    "keep": "until its owner removes it, or leaves",
    "erase": "deleted, with every time that was read from it",
}

declare(
    "facilitators.BusyCalendar",
    neither("id tried_at read_at whole_at unread etag last_modified failing_since failure told_at"),
    personal("facilitator name host sealed_address added_at", **A_CALENDAR),
)
declare(
    "facilitators.BusyTime",
    neither("id"),
    personal(
        "facilitator calendar during",
        keep="until the time is over, the calendar removed or a week without an answer from it",
        erase="deleted",
    ),
)
declare(
    "facilitators.FreeAllTheSame",
    neither("id"),
    personal("facilitator day", keep="a year after the day", erase="deleted"),
)
declare(
    "facilitators.Assignment",
    neither("id session"),
    personal(
        "facilitator part state blocked offered_at answer_by answered_at called_off_from stands_in_for "
        "passed_on_at",
        keep="six years after the session",
        erase="kept without the name, for counts",
    ),
    personal("reason", keep="a year after the session", erase="blanked"),
)
declare(
    "facilitators.OtherTime",
    neither("id"),
    personal("assignment day part level", keep="a year after the session", erase="deleted"),
)
declare(
    "facilitators.Reserve",
    neither("id session"),
    personal("facilitator part turn noted_at assignment", keep="a year after the session", erase="deleted"),
)
declare(
    "facilitators.TimeSpent",
    neither("id"),
    personal(
        "assignment preparing travelling delivering noted_by noted_at",
        keep="six years after the session",
        erase="kept without the name, for sums",
    ),
)
declare(
    "facilitators.Weights",
    neither("id since if_needed staff_groups organisations newness shadows miles fairness"),
    personal("by", keep="for good: who decided what counts", erase="kept without the name"),
)

A_ROTA = {"keep": "a year after its last day", "erase": "deleted with the rota"}
declare(
    "facilitators.Rota",
    neither("id starts_on ends_on follows state seen_working_at done sessions cost bound"),
    personal("made_by made_at", keep="a year after its last day", erase="kept without the name"),
)
declare(
    "facilitators.RotaPart",
    neither("id rota session locked"),
    personal("facilitator part offered_at why_not", **A_ROTA),
)
declare("facilitators.RotaGap", neither("id rota session why"))
