from functools import partial

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from stepforward.importing import confirming, running, working
from stepforward.importing.forms import Bring, Confirm, Which
from stepforward.importing.models import Line, Meaning, Pass, Run
from stepforward.importing.reader import readers
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

COLOURS = {"made": "green", "unchanged": "grey", "doubtful": "yellow", "refused": "red"}
LINE_COLUMNS = ("Row", "Sheet", "What it is", "Verdict", "Why")
RUN_COLUMNS = ("File", "Kind", "Brought", "By", "State", "Rows", *Line.Verdict.labels)
STATES = {"brought": "white", "looked_through": "blue", "moved_in": "green", "taken_back": "grey"}


@requires(Permission.MOVE_RECORDS)
def bring(request):
    """Bring a file, and see what was brought before."""
    form = Bring(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = working.bring(file=file, name=file.name, by=request.user, now=timezone.now())
            return redirect("importing:run", pk=run.pk)
        except Refused as refused:
            form.add_error("file", refused.why)
    at_work = Exists(Pass.objects.live().filter(run=OuterRef("pk")))
    found = Run.objects.visible_to(request.user).select_related("by").annotate(at_work=at_work)
    titles = {one.kind: one.title for one in readers()}
    if kind := export_asked(request):
        return export(kind, "files-moved-in", RUN_COLUMNS, (_run_cells(run, titles) for run in found))
    page = paged(request, found, per_page=10)
    context = {
        "form": form,
        "page": page,
        "rows": [(run, titles.get(run.kind, ""), *_standing(run)) for run in page],
        "meanings": Meaning.objects.all()[:200],
        "titles": list(titles.values()),
    }
    return render(request, "importing/bring.html", context, status=422 if form.errors else 200)


@requires(Permission.MOVE_RECORDS)
def run(request, pk):
    """Row by row what a file would make, or has made; while a worker is at it, how far it is."""
    return _show(request, _run(request, pk))


@requires(Permission.MOVE_RECORDS)
@require_POST
def confirm(request, pk):
    found = _run(request, pk)
    form = Confirm(request.POST, questions=found.questions)
    if not form.is_valid():
        return _show(request, found, form)
    now = timezone.now()
    try:
        confirming.confirm(meanings=form.meanings(), by=request.user, now=now)
        working.ask(run=found, deed=Pass.Deed.LOOK, by=request.user, now=now)
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, "Remembered. The file is looked through again.")
    return redirect("importing:run", pk=pk)


@requires(Permission.MOVE_RECORDS)
@require_POST
def choose(request, pk):
    found = _run(request, pk)
    reader = next((one for one in readers() if one.kind == found.kind and one.form), None)
    if reader is None:
        messages.error(request, "There is nothing to choose for this file.")
        return redirect("importing:run", pk=pk)
    form = reader.form(request.POST)
    if not form.is_valid():
        return _show(request, found, choosing=form)
    now = timezone.now()
    try:
        running.choose(run=found, choices=form.choices(), by=request.user)
        working.ask(run=found, deed=Pass.Deed.LOOK, by=request.user, now=now)
    except Refused as refused:
        messages.error(request, refused.why)
    return redirect("importing:run", pk=pk)


@requires(Permission.MOVE_RECORDS)
@require_POST
def look_again(request, pk):
    return _do(request, pk, partial(working.ask, deed=Pass.Deed.LOOK))


@requires(Permission.MOVE_RECORDS)
@require_POST
def stop(request, pk):
    return _do(request, pk, working.stop, "It stops, and nothing is changed.")


@requires(Permission.MOVE_RECORDS)
@require_POST
def move_in(request, pk):
    return _do(request, pk, partial(working.ask, deed=Pass.Deed.MOVE))


@requires(Permission.MOVE_RECORDS)
@require_POST
def take_back(request, pk):
    return _do(request, pk, running.take_back, "Taken back: nothing of this file is left.")


@requires(Permission.MOVE_RECORDS)
@require_POST
def forget(request, pk):
    confirming.forget(meaning=get_object_or_404(Meaning, pk=pk), by=request.user)
    messages.success(request, "Forgotten. The next file that says so asks again.")
    return redirect("importing:bring")


def _show(request, found, form=None, choosing=None):
    last = working.last_pass(run=found, now=timezone.now())
    if last and last.is_live:
        return render(request, "importing/progress.html", {"run": found, "pass": last})
    which = Which(request.GET)
    lines = found.lines.all()
    if which.is_valid() and which.cleaned_data["verdict"]:
        lines = lines.filter(verdict=which.cleaned_data["verdict"])
    if (kind := export_asked(request)) and which.is_valid():
        rows = map(_line_cells, lines.iterator(chunk_size=500))
        return export(kind, f"rows-of-{found.name}", LINE_COLUMNS, rows)
    page = paged(request, lines, per_page=50)
    waits = found.state == Run.State.LOOKED_THROUGH
    if form is None and waits and found.questions:
        form = Confirm(questions=found.questions)
    reader = next((one for one in readers() if one.kind == found.kind), None)
    if choosing is None and waits and reader and reader.form:
        choosing = reader.form(initial=reader.form.initial_of(found.choices))
    shown = [one for one in (choosing, form) if one]
    context = {
        "run": found,
        "choosing": choosing if waits else None,
        "waits": waits,
        "unread": found.state == Run.State.BROUGHT,
        "failed": last if last and last.state == Pass.State.FAILED else None,
        "confirm": form,
        "forms": shown,
        "filter": which,
        "page": page,
        "rows": [(line, COLOURS[line.verdict]) for line in page],
        "counts": [
            (verdict, verdict.label, COLOURS[verdict], getattr(found, verdict)) for verdict in Line.Verdict
        ],
        "title": reader.title if reader else found.kind,
        "cannot_take_back": reader.cannot_take_back if reader else "",
    }
    status = 422 if any(one.errors for one in shown) else 200
    return render(request, "importing/run.html", context, status=status)


def _standing(run):
    """How a file stands, in words and as a colour."""
    return ("A worker is at it", "purple") if run.at_work else (run.get_state_display(), STATES[run.state])


def _run_cells(run, titles):
    return (
        run.name,
        titles.get(run.kind, run.kind),
        run.brought_at,
        run.by and run.by.name,
        _standing(run)[0],
        run.rows,
        *(getattr(run, verdict) for verdict in Line.Verdict),
    )


def _line_cells(line):
    return line.row, line.sheet, line.what, line.get_verdict_display(), line.why


def _do(request, pk, verb, done=""):
    try:
        verb(run=_run(request, pk), by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        if done:
            messages.success(request, done)
    return redirect("importing:run", pk=pk)


def _run(request, pk):
    return get_object_or_404(Run.objects.visible_to(request.user), pk=pk)
