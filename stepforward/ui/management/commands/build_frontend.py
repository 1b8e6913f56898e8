from django.core.management.base import BaseCommand, CommandError

from stepforward.ui.frontend import FrontendError, build


class Command(BaseCommand):
    help = "Fetch the front-end packages and collect what pages need into .frontend/, before collectstatic."
    requires_system_checks = []

    def handle(self, **options):
        try:
            build(tests=False)
        except FrontendError as error:
            raise CommandError(error) from error
