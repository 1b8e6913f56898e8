import os
import random
import secrets
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from stepforward.people import seed
from stepforward.people.models import User


class Command(BaseCommand):
    help = "Fill an empty database with the demo's story, and say who can sign in."

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("seed_demo invents people, so it does not run where DJANGO_ENV is production.")
        if User.objects.exists():
            self.stdout.write("There are people already, so nothing was changed.")
            return
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        now, rng = timezone.now(), random.Random(2026)  # noqa: S311  the same story every time
        with transaction.atomic():
            for app in apps.get_app_configs():
                if module_has_submodule(app.module, "seed"):
                    import_module(f"{app.name}.seed").plant(now=now, rng=rng)
            seed.give_password(password)
        for role, name in seed.NAMES.items():
            self.stdout.write(f"{role.label:<15} {seed.email_of(role):<38} {name}")
        self.stdout.write(f"Password for all four: {password}")
