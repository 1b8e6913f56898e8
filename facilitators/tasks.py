from celery import shared_task
from django.utils import timezone

from facilitators import certifying, staffing


@shared_task(name="facilitators.lapse_offers")
def lapse_offers():
    staffing.lapse_offers(now=timezone.now())


@shared_task(name="facilitators.certify")
def certify():
    certifying.certify_due(now=timezone.now())
