from celery import shared_task
from django.utils import timezone

from facilitators import staffing


@shared_task(name="facilitators.lapse_offers")
def lapse_offers():
    staffing.lapse_offers(now=timezone.now())
