"""Emails about accounts. Codes and links are sealed: the coordinator's list of emails does not show them."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from stepforward.outbox.posting import post
from stepforward.people.links import absolute


def invited(user):
    return post(
        kind="people/invited",
        about=user,
        to=user.email,
        name=user.name,
        context={"roles": user.role_names, "sign_in": absolute("account_request_login_code")},
    )


def login_code(user, *, code, version):
    return post(
        kind="people/login_code",
        about=user,
        to=user.email,
        name=user.name,
        version=version,
        links={"code": code},
        holds_until=timezone.now() + timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT),
    )


def password_link(user, *, url, version):
    return post(
        kind="people/password_link",
        about=user,
        to=user.email,
        name=user.name,
        version=version,
        links={"password_page": url},
        holds_until=timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    )


def password_changed(user, *, version):
    return post(
        kind="people/password_changed",
        about=user,
        to=user.email,
        name=user.name,
        version=version,
        context={"choose_password": absolute("account_reset_password")},
    )
