import json
from pathlib import Path
from tempfile import TemporaryFile

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stepforward.importing.reader import Verdict
from stepforward.importing.refusals import CannotRead
from stepforward.importing.running import look_through, move_in_file


class Command(BaseCommand):
    help = "Move a spreadsheet (.xlsx or .csv) in. Without --apply nothing is changed: it only says what it would do."  # noqa: E501

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="Make it so, in one transaction.")
        parser.add_argument("--json", action="store_true", help="Say it for a program.")

    def handle(self, *args, file, **options):
        # On disk, because there may be a note for each of 100,000 rows.
        with TemporaryFile("w+", encoding="utf-8") as self.notes:
            result = self._go_through(file, options["apply"])
            counts = getattr(result, "counts", None) or {
                name: getattr(result, name) for name in ("rows", *Verdict.values)
            }
            answer = {"kind": result.kind} | {str(name): count for name, count in counts.items()}
            self.notes.seek(0)
            if options["json"]:
                self._say_json(answer)
            else:
                self._say(answer, options["apply"])

    def _go_through(self, file, apply):
        said = {"name": file.name, "now": timezone.now(), "progress": self.progress, "each": self.note}
        try:
            with file.open("rb") as opened:
                return (move_in_file if apply else look_through)(file=opened, **said)
        except OSError as error:
            raise CommandError(f"{file} cannot be opened: {error.strerror}.") from error
        except CannotRead as refused:
            raise CommandError(refused.why) from refused

    def _say_json(self, answer):
        self.stdout.write(json.dumps(answer, ensure_ascii=False)[:-1] + ', "notes": [', ending="")
        for number, note in enumerate(self.notes):
            self.stdout.write(f"{', ' if number else ''}{note.rstrip()}", ending="")
        self.stdout.write("]}")

    def _say(self, answer, apply):
        for note in map(json.loads, self.notes):
            self.stdout.write(f"Row {note['row']}: {note['what']}. {note['why']}")
        done = "Moved in" if apply else "A dry run, nothing was changed"
        self.stdout.write(
            "{done}. {kind}: {rows} rows, {made} made, {unchanged} unchanged, {doubtful} doubtful, "
            "{refused} refused.".format(done=done, **answer)
        )

    def note(self, batch):
        for one in batch:
            if one.notes:
                what = f"{one.sheet}: {one.what}" if one.sheet else one.what
                note = {"row": one.row, "what": what, "why": " ".join(one.notes)}
                self.notes.write(json.dumps(note, ensure_ascii=False) + "\n")

    def progress(self, done, in_all):
        if self.stderr.isatty():
            self.stderr.write(f"\r{done:,} of {in_all:,} rows", ending="")
