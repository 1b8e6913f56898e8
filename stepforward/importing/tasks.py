from celery import shared_task
from django.utils import timezone

from stepforward.importing import working


@shared_task(name=working.WORK, time_limit=working.SECONDS)
def work(pk):
    working.work(pk, now=timezone.now())


@shared_task(name="importing.sweep")
def sweep():
    working.sweep(now=timezone.now())
