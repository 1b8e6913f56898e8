from django import template

from stepforward.outbox.models import OutgoingEmail
from stepforward.outbox.wording import error_in_words

register = template.Library()


@register.inclusion_tag("outbox/failed_emails.html")
def failed_emails(at_most=5):
    """For the coordinator's desk: emails that will not be tried again, oldest first."""
    found = list(OutgoingEmail.objects.filter(state="failed").defer("text").order_by("pk")[: at_most + 1])
    return {
        "rows": [(email, error_in_words(email)) for email in found[:at_most]],
        "more": len(found) > at_most,
    }
