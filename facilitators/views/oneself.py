from django.http import Http404

from facilitators.models import Facilitator


def oneself(request):
    """The facilitator who is signed in; 404 for an account that has the role but no facilitator's record
    yet."""
    found = Facilitator.objects.filter(user=request.user).select_related("user", "organisation").first()
    if found is None:
        raise Http404
    return found
