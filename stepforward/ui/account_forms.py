"""allauth's forms in plain English; settings name them in ACCOUNT_FORMS."""

from allauth.account import forms as allauth

from stepforward.ui.forms import PlainEnglish


class Login(PlainEnglish, allauth.LoginForm):
    names = {"login": "your email address", "password": "your password"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Email address"
        self.fields["password"].help_text = ""


class RequestLoginCode(PlainEnglish, allauth.RequestLoginCodeForm):
    names = {"email": "your email address"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Email address"


class ConfirmLoginCode(PlainEnglish, allauth.ConfirmLoginCodeForm):
    names = {"code": "the code from the email"}


class ResetPassword(PlainEnglish, allauth.ResetPasswordForm):
    names = {"email": "your email address"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Email address"


class ResetPasswordFromKey(PlainEnglish, allauth.ResetPasswordKeyForm):
    names = {"password1": "a new password", "password2": "the new password again"}


class ChangePassword(PlainEnglish, allauth.ChangePasswordForm):
    names = {
        "oldpassword": "your current password",
        "password1": "a new password",
        "password2": "the new password again",
    }


class Reauthenticate(PlainEnglish, allauth.ReauthenticateForm):
    names = {"password": "your password"}
