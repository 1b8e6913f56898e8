import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from stepforward.measuring.registry import benches


class Command(BaseCommand):
    help = "Measure the site on a throwaway database with the demo's story, and print what was found."

    def add_arguments(self, parser):
        parser.add_argument("--only", choices=benches(), help="one bench instead of all")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
        parser.add_argument("--requests", type=int, default=60, help="for each page (60)")

    def handle(self, *args, only, json, requests, **options):
        if settings.PRODUCTION:
            raise CommandError("bench fills a database of its own, so it does not run in production.")
        if requests < 2:
            raise CommandError("--requests must be 2 or more.")
        found, known = [], benches()
        for name in [only] if only else known:
            measured = known[name].run(requests=requests, say=self.stderr.write)
            self.stdout.write(known[name].table(measured))
            found += known[name].figures(measured)
        if json:
            write(json, found)


def write(path, found):
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
