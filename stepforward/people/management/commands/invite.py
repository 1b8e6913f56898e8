from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from stepforward.people import accounts
from stepforward.people.roles import Role


class Command(BaseCommand):
    help = "Invite somebody: the first coordinator of a new site has nobody else to ask."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("roles", nargs="+", choices=Role.values)

    def handle(self, *args, email, name, roles, **options):
        try:
            validate_email(email)
            user = accounts.invite(email=email, name=name, roles=roles, by=None)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        except accounts.Refused as refused:
            raise CommandError(refused.why) from refused
        self.stdout.write(f"{user.email} is invited, and can sign in with a code.")
