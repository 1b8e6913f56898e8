"""What this floor holds on people: requesters and participants."""

from stepforward.people.privacy import declare, neither, personal, special

AS_A_RECORD = {
    "keep": "Six years after the session, as the record of training.",
    "erase": "Kept without name and email, so that counts stay true.",
}
TO_REACH_THEM = {
    "keep": "Two years after the session, or after the request was answered.",
    "erase": "Blanked.",
}
WITH_THE_CASE = {
    "keep": "As long as the case.",
    "erase": "The account's name and email are blanked.",
}

declare(
    "courses.Course",
    neither("id code name summary minutes minimum_people maximum_people minimum_team maximum_shadows"),
    neither("joining_instructions what_to_bring domains makes_facilitators_of"),
)
declare("courses.QualityDomain", neither("id framework number name"))
declare(
    "courses.Venue",
    neither("id name organisation address postcode capacity one_room access_notes travel_notes map_link"),
    neither("retired_at"),
)
declare(
    "courses.Series",
    neither("id rhythm planned_at"),
    personal(
        "planned_by", keep="As long as the sessions.", erase="The account's name and email are blanked."
    ),
)
declare(
    "courses.Session",
    neither(
        "id course request organisation team_name venue online_link starts_at ends_at capacity state sequence"
    ),
    neither("opened_at delivered_at changed_at called_off_because"),
    neither("minimum_people visibility series sole_use joining_instructions joining_version"),
    neither("walk_ins_welcome what_to_bring"),
    personal("planned_by", keep="As long as the session.", erase="The account's name and email are blanked."),
)
declare(
    "courses.Booking",
    neither("id session state place_in_line hold_until kept merged_into called_off_from"),
    personal("name email", **TO_REACH_THEM),
    personal("organisation other_organisation staff_group attendance", **AS_A_RECORD),
    personal("booked_at placed_at ended_at heard_from cancelled_because", **AS_A_RECORD),
    personal("came_late arrived_at left_early left_at took_part checked_in_at", **AS_A_RECORD),
    personal("heard_other", **TO_REACH_THEM),
    special(
        "needs dietary",
        keep="Until a month after the session, or until the booking ends; where the session was called off, "
        "until its day has passed.",
        erase="Blanked.",
    ),
    special("cancelled_note", keep="Until a month after the session.", erase="Blanked."),
)
declare(
    "courses.Block",
    neither("id department organisation names_by kept_at"),
    personal("contact_name contact_email", **TO_REACH_THEM),
    personal("kept_by", keep="As long as the block.", erase="The account's name and email are blanked."),
)
declare("courses.KeptPlaces", neither("id block session places released_at"))
declare(
    "courses.TwoPeople",
    neither("id"),
    personal("first second", keep="As long as the bookings.", erase="Kept: what they lead to is blanked."),
)
declare("courses.CaseReport", neither("id state readers newest cleared"))
declare(
    "courses.CaseVersion",
    neither("id case number title story setting staff_groups themes learning_points questions"),
    neither("brought_back made_at"),
    personal("made_by", **WITH_THE_CASE),
)
declare("courses.CaseClearance", neither("id version points basis at"), personal("by", **WITH_THE_CASE))
declare(
    "courses.SessionCase",
    neither("id session case cleared place picked_at"),
    personal("picked_by", **WITH_THE_CASE),
)
declare("courses.Headcount", neither("id session staff_group n"))
declare(
    "courses.UnmatchedCheckIn",
    neither("id session"),
    personal(
        "email checked_in_at",
        keep="Until the team has said who it is, or the register is closed.",
        erase="Deleted.",
    ),
)
declare(
    "courses.Material",
    neither("id course session title readers kind size digest added_at"),
    personal("added_by", keep="As long as the file.", erase="The account's name and email are blanked."),
)
declare(
    "courses.Cost",
    neither("id session kind words pence paid_by paid_back_on funded funded_by added_at"),
    personal(
        "payer added_by",
        keep="Seven years after the session, as a record of money.",
        erase="The account's name and email are blanked.",
    ),
)
declare(
    "courses.Quote",
    neither("id course offered_by offered_on valid_until basis pence added_at"),
    personal("added_by", keep="As long as the quote.", erase="The account's name and email are blanked."),
)
declare("courses.MaterialPart", neither("id material number content"))
declare(
    "courses.Certificate",
    neither("id kind session part course starts_at ends_at domains issued_at withdrawn_at withdrawn_because"),
    personal(
        "name code",
        keep="Six years after the session, so that it can be confirmed.",
        erase="The name is blanked; the code then confirms that a certificate was issued, not to whom.",
    ),
    personal(
        "booking holder", keep="As long as the certificate.", erase="Kept: what it leads to is blanked."
    ),
)
declare(
    "courses.TrainingRequest",
    neither(
        "id organisation other_organisation team setting delivery people staff_groups focus earliest latest"
    ),
    neither("dates weekdays day_parts state asked_at answered_at merged_into"),
    personal("contact_name contact_email contact_phone", **TO_REACH_THEM),
    personal("about reason", **TO_REACH_THEM),
    personal("owner", keep="As long as the request.", erase="The account's name and email are blanked."),
)
declare(
    "courses.RequestMessage",
    neither("id request written_at settled_at"),
    personal("text", **TO_REACH_THEM),
    personal("by", keep="As long as the request.", erase="The account's name and email are blanked."),
)
declare(
    "courses.RequestNote",
    neither("id request written_at"),
    personal("text", **TO_REACH_THEM),
    personal("by", keep="As long as the request.", erase="The account's name and email are blanked."),
)
declare(
    "courses.Mailing",
    neither("id to session course organisation since until groups state made_at sent_at people left_out"),
    neither("stopped_at"),
    personal(
        "subject text", keep="Two years after it was sent.", erase="Kept: it holds no names of its own."
    ),
    personal(
        "made_by sent_by stopped_by",
        keep="As long as the mailing.",
        erase="The account's name and email are blanked.",
    ),
)
