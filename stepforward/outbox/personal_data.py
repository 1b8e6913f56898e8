from stepforward.people.privacy import declare, neither, personal

TWO_YEARS = "two years after it was posted"

declare(
    "outbox.OutgoingEmail",
    neither("id kind about about_id calendar_method message_id state attempts created_at due_at holds_until"),
    neither("claimed_at sent_at error_code"),
    personal("key to_email to_name subject text calendar", keep=TWO_YEARS, erase="the row is deleted"),
    personal("sealed_links", keep="until it has gone or was withdrawn", erase="the row is deleted"),
    personal("error", keep=TWO_YEARS, erase="the row is deleted"),
)
declare(
    "outbox.WordingVersion",
    neither("id kind number subject text made_at"),
    personal("made_by", keep="as long as the wording", erase="the account's name and email are blanked"),
)
