"""Signing in, out, and one's password: of allauth's routes only these, each with who may open it."""

from allauth.account import views
from django.urls import path, re_path

from stepforward.people.access import public, signed_in
from stepforward.people.views.accounts import telling_mistakes

urlpatterns = [
    path("login/", public(telling_mistakes(views.login)), name="account_login"),
    path(
        "login/code/", public(telling_mistakes(views.request_login_code)), name="account_request_login_code"
    ),
    path(
        "login/code/confirm/",
        public(telling_mistakes(views.confirm_login_code)),
        name="account_confirm_login_code",
    ),
    path("logout/", public(views.logout), name="account_logout"),
    path("inactive/", public(views.account_inactive), name="account_inactive"),
    path("signup/", public(views.signup), name="account_signup"),  # says that accounts are by invitation
    path("reauthenticate/", signed_in(telling_mistakes(views.reauthenticate)), name="account_reauthenticate"),
    path(
        "password/change/", signed_in(telling_mistakes(views.password_change)), name="account_change_password"
    ),
    path("password/set/", signed_in(telling_mistakes(views.password_set)), name="account_set_password"),
    path("password/reset/", public(telling_mistakes(views.password_reset)), name="account_reset_password"),
    path("password/reset/done/", public(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(telling_mistakes(views.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        public(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
