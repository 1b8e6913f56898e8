from stepforward.people.privacy import declare, neither, personal

declare(
    "audit.AuditEvent",
    neither("id at verb about about_id details"),
    personal(
        "by",
        keep="seven years, as the record of who did what",
        erase="the row stays; the account's name and email are blanked",
    ),
)
