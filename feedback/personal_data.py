"""What feedback holds on a person: that they were asked and whether they answered. Never what."""

from stepforward.people.privacy import declare, neither, personal

WITH_INVITATION = {
    "keep": "Until the round closes: with the session that it is before, else 21 or 28 days after it opens.",
    "erase": "Deleted with the booking; a sealed answer stays, because nobody can tell whose it is.",
}
WITHOUT_AUTHOR = {
    "keep": "As long as the programme runs; nothing ties it to a person.",
    "erase": "Not found by person. A coordinator withholds a comment that names somebody, or redacts it: "
    "the words as written are then deleted.",
}
WITH_THE_COMMENT = {
    "keep": "As long as the comment; written by the coordinator about what was done.",
    "erase": "Not found by person. The coordinator can write another note.",
}
CODED = {
    "keep": "As long as the programme runs: it tells that two different people coded a comment.",
    "erase": "The account’s name and email are blanked; that somebody coded it stays.",
}

declare("feedback.Questionnaire", neither("id course wave version questions is_draft"))
declare("feedback.Box", neither("id public_key"))
declare("feedback.Salt", neither("box salt"))
declare("feedback.Pool", neither("id questionnaire phase staff_group box counted company"))
declare(
    "feedback.Round",
    neither("id session questionnaire wave opens_on closes_on box pool closed invited answered counted"),
)
declare(
    "feedback.Invitation", neither("id round"), personal("booking used emailed reminders", **WITH_INVITATION)
)
declare("feedback.InvitationLink", personal("token_hash invitation", **WITH_INVITATION))
declare(
    "feedback.Ballot",
    neither("id box"),
    personal(
        "sealed",
        keep="Until it is counted, at most until 60 days after its phase has ended.",
        erase="Not found by person: it is sealed.",
    ),
)
declare("feedback.Response", neither("id course phase wave system organisation rounds asked answered"))
declare(
    "feedback.Spread",
    neither("id course phase wave system organisation staff_group question told waiting apart waits_since"),
)
declare("feedback.Tally", neither("id round pool question before value n"))
declare(
    "feedback.Comment",
    neither("id round pool question consent state withheld_because redacted flagged on_website"),
    personal("text", **WITHOUT_AUTHOR),
    personal("flag_note", **WITH_THE_COMMENT),
)
declare("feedback.Codebook", neither("id version finished"))
declare("feedback.Theme", neither("id codebook code name covers example position"))
declare("feedback.Coding", neither("id comment codebook themes as_second"), personal("by", **CODED))
declare("feedback.Suggestion", neither("id comment theme"))
declare("feedback.Learned", neither("id codebook codings comments"))
declare(
    "feedback.Summary",
    neither("id request said"),
    personal("note sent_by sent_at", keep="As long as the request.", erase="Who sent it is blanked by name."),
)
declare("feedback.SummedUp", neither("id summary round"))
