"""allauth's rules here: nobody signs up by themselves, and its emails are rows of the outbox first."""

from secrets import token_hex
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter

from stepforward.people import emails
from stepforward.people.links import absolute
from stepforward.people.models import User


class InvitationOnlyAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed. Ask the coordinator to open it again.",
        "email_password_mismatch": "The email address or the password is not right. Check both.",
        "incorrect_code": "This is not the code from the email. Check it and try again.",
        "incorrect_password": "This is not your password. Check it and try again.",
        "enter_current_password": "This is not your current password. Check it and try again.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request):
        return False

    def send_mail(self, template_prefix, email, context):
        """Post allauth's email to the person's own address; an address without an account gets nothing."""
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            return
        once = token_hex(8)  # two codes asked for are two emails
        match template_prefix:
            case "account/email/login_code":
                emails.login_code(user, code=context["code"], version=once)
            case "account/email/password_reset_key":
                emails.password_link(user, url=context["password_reset_url"], version=once)
            case _:
                raise LookupError(f"{template_prefix} has no wording in templates/emails/people.")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Whatever way a password was changed, its owner hears of it."""
        emails.password_changed(user, version=token_hex(8))

    def get_reset_password_from_key_url(self, key):
        """The site's own address, whatever host the request named."""
        address = absolute("account_reset_password_from_key", "UID", "KEY")
        return address.replace("UID-KEY", quote(key))

    def get_password_change_redirect_url(self, request):
        return self.get_login_redirect_url(request)
