"""The themes, and how a new version of them is made."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from feedback import codebooks
from feedback.coding_forms import WriteTheme
from feedback.models import Codebook, Theme
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.refusals import Refused

CODES = Permission.READ_COMMENTS
NAV = "feedback:comments"


@requires(CODES)
def codebook(request):
    versions = {one.finished: one for one in Codebook.objects.order_by("version").prefetch_related("themes")}
    context = {"current": versions.get(True), "draft": versions.get(False), "nav_current": NAV}
    return render(request, "feedback/codebook.html", context)


@require_POST
@requires(CODES)
def new_version(request):
    made = codebooks.new_version(by=request.user)
    if made.finished:
        messages.success(request, "These are the themes to begin with.")
    else:
        messages.success(request, f"Version {made.version} is a draft. Change its themes, then use it.")
    return redirect("feedback:codebook")


@require_POST
@requires(CODES)
def use(request):
    draft = Codebook.objects.filter(finished=False).first()
    if draft is None:
        return _begin_first(request)
    said = f"Comments are coded with version {draft.version} from now on."
    return _do(request, codebooks.use, said, codebook=draft)


@requires(CODES)
def add_theme(request):
    draft = Codebook.objects.filter(finished=False).first()
    return _begin_first(request) if draft is None else _write(request, draft)


@requires(CODES)
def theme(request, pk):
    one = get_object_or_404(Theme.objects.select_related("codebook"), pk=pk)
    return _write(request, one.codebook, one)


@require_POST
@requires(CODES)
def drop_theme(request, pk):
    one = get_object_or_404(Theme.objects.select_related("codebook"), pk=pk)
    return _do(request, codebooks.drop_theme, "The draft no longer has it.", theme=one)


def _begin_first(request):
    messages.error(request, "Begin a new version first: comments are coded with this one.")
    return redirect("feedback:codebook")


def _write(request, of, one=None):
    start = {name: getattr(one, name) for name in WriteTheme.base_fields} if one else {}
    form = WriteTheme(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        said = {"codebook": of, "theme": one} | form.cleaned_data
        return _do(request, codebooks.write_theme, "The draft has it.", **said)
    context = {"theme": one, "codebook": of, "form": form, "nav_current": NAV}
    return render(request, "feedback/theme.html", context, status=422 if form.errors else 200)


def _do(request, verb, said, **given):
    try:
        verb(by=request.user, **given)
    except Refused as refused:
        messages.error(request, refused.why)
    else:
        messages.success(request, said)
    return redirect("feedback:codebook")
