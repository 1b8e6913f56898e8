"""What the ground holds on a person: accounts, and what Django and allauth keep to sign them in."""

from stepforward.people.privacy import declare, neither, personal

WITH_ACCOUNT = {
    "keep": "As long as the account, and 2 years after it was last used.",
    "erase": "Name, email, roles and password are emptied and the account closed; the row stays for audit.",
}
WITH_SIGN_IN = {
    "keep": "As long as the account.",
    "erase": "Deleted when the account is closed.",
}

declare(
    "people.User",
    neither("id is_active"),
    personal("email name roles password last_login joined_at", **WITH_ACCOUNT),
)
declare(
    "people.Organisation",
    neither("id ods_code name short_name system_code system_name note valid_from valid_to successor"),
)
declare(
    "people.PrivateLink",
    neither("id purpose expires_at withdrawn_at"),
    personal(
        "about token_hash",
        keep="Until 90 days after it expired.",
        erase="Deleted with what the link opens.",
    ),
)
declare("account.EmailAddress", neither("id verified primary"), personal("user email", **WITH_SIGN_IN))
declare(
    "account.EmailConfirmation", neither("id created sent"), personal("email_address key", **WITH_SIGN_IN)
)
declare(
    "sessions.Session",
    personal(
        "session_key session_data expire_date",
        keep="14 days after signing in, or until signing out.",
        erase="Deleted when the account is closed.",
    ),
)
declare("auth.Permission", neither("id name content_type codename"))
declare("auth.Group", neither("id name permissions"))
declare("contenttypes.ContentType", neither("id app_label model"))
