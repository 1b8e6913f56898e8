from django.shortcuts import render
from django.utils.text import capfirst

from stepforward.audit.forms import EventFilter
from stepforward.audit.models import AuditEvent
from stepforward.audit.wording import (
    about_in_words,
    details_in_words,
    sentence,
    who,
)
from stepforward.people.access import requires
from stepforward.people.roles import Permission
from stepforward.ui.exports import export, export_asked
from stepforward.ui.paging import paged

COLUMNS = ("When", "Who", "What", "To which", "Details")


@requires(Permission.READ_AUDIT)
def events(request):
    visible = AuditEvent.objects.visible_to(request.user)
    form = EventFilter(request.GET, verbs=visible.order_by("verb").values_list("verb", flat=True).distinct())
    found = form.narrow(visible).select_related("by")
    if (kind := export_asked(request)) and form.is_valid():
        return export(kind, "audit", COLUMNS, map(_cells, found.iterator(chunk_size=500)))
    page = paged(request, found)
    context = {
        "form": form,
        "page": page,
        "rows": [{"at": event.at, "who": who(event), "what": sentence(event)} for event in page],
    }
    return render(request, "audit/events.html", context, status=200 if form.is_valid() else 422)


def _cells(event):
    return (
        event.at,
        who(event),
        capfirst(event.verb),
        about_in_words(event),
        details_in_words(event.details),
    )
