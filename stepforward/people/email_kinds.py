"""What a coordinator may word of the emails about accounts, and with which placeholders."""

from stepforward.outbox.kinds import Placeholder, declare
from stepforward.people.models import User
from stepforward.ui.wording import say_list

ACCOUNTS = "People with an account"
SIGN_IN = "https://stepforward.example/accounts/login/code/"
CHOOSE_PASSWORD = "https://stepforward.example/accounts/password/reset/"  # noqa: S105  an address


def newest_account():
    user = User.objects.filter(is_active=True).exclude(roles=[]).order_by("pk").last()
    return user and {
        "name": user.name,
        "roles": user.role_names,
        "sign_in": SIGN_IN,
        "choose_password": CHOOSE_PASSWORD,
    }


for _name, _title, _placeholders in (
    (
        "invited",
        "Somebody is given an account",
        {
            "roles": Placeholder(
                "Their part in the programme", "Facilitator", lambda words: say_list(words["roles"])
            ),
            "sign_in": Placeholder("The page to sign in on", SIGN_IN, needed=True),
        },
    ),
    (
        "login_code",
        "The code to sign in",
        {"code": Placeholder("The code, which works for ten minutes", "[private code]", private=True)},
    ),
    (
        "password_link",
        "Somebody wants a new password",
        {
            "password_page": Placeholder(
                "The private page on which they choose it", "[private link]", private=True
            )
        },
    ),
    (
        "password_changed",
        "A password was changed",
        {
            "choose_password": Placeholder(
                "The page to choose another, if it was not them", CHOOSE_PASSWORD, needed=True
            )
        },
    ),
):
    declare(f"people/{_name}", _title, to=ACCOUNTS, placeholders=_placeholders, newest=newest_account)
