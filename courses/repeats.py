"""Which requests look like the same team asking again. Reading only."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast

from courses.models import TrainingRequest

ALIKE = 0.3  # of the trigrams that two names have: "Theatres" and "Theatre team" share 0.5
AT_MOST = 20


def who_may_be_the_same(request):
    """Other requests of its organisation or its contact's address that were not merged, the likest name
    first; each with `alike`, 0 to 1, and `is_repeat`. One query, at most AT_MOST."""
    organisation = (
        Q(organisation=request.organisation_id)
        if request.organisation_id
        else Q(other_organisation__iexact=request.other_organisation)
    )
    same = organisation | Q(contact_email__iexact=request.contact_email)
    found = list(
        TrainingRequest.objects.filter(same, merged_into=None)
        .exclude(pk=request.pk)
        .annotate(alike=TrigramSimilarity("team", Cast(Value(request.team), TextField())))
        .select_related("organisation", "owner")
        .order_by(F("alike").desc(), "-asked_at", "-pk")[:AT_MOST]
    )
    for one in found:
        one.is_repeat = one.alike >= ALIKE and one.is_standing
    return found
