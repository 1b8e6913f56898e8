"""allauth's forms in plain English; settings name them in ACCOUNT_FORMS."""

from allauth.account import forms as allauth

from stepforward.ui.forms import PlainEnglish

RULES = "At least 12 characters, not a common password, and not like your name or email address."


class PlainAccount(PlainEnglish):
    """Says labels and hints as the rest of the site does. `labels` covers all of them."""

    labels = {
        "login": "Email address",
        "email": "Email address",
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "New password again",
    }
    names = {
        "login": "your email address",
        "email": "your email address",
        "password": "your password",
        "oldpassword": "your current password",
        "password1": "a new password",
        "password2": "the new password again",
        "code": "the code from the email",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, field in self.fields.items():
            field.label = self.labels.get(key, field.label)
            field.help_text = RULES if key == "password1" else ""


class Login(PlainAccount, allauth.LoginForm):
    pass


class RequestLoginCode(PlainAccount, allauth.RequestLoginCodeForm):
    pass


class ConfirmLoginCode(PlainAccount, allauth.ConfirmLoginCodeForm):
    pass


class ResetPassword(PlainAccount, allauth.ResetPasswordForm):
    pass


class ResetPasswordFromKey(PlainAccount, allauth.ResetPasswordKeyForm):
    pass


class ChangePassword(PlainAccount, allauth.ChangePasswordForm):
    pass


class SetPassword(PlainAccount, allauth.SetPasswordForm):
    pass


class Reauthenticate(PlainAccount, allauth.ReauthenticateForm):
    pass
