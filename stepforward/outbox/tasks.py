from celery import shared_task
from django.utils import timezone

from stepforward.outbox import sending


@shared_task(name="outbox.send", time_limit=sending.SEND_SECONDS)
def send(pk):
    sending.send(pk, now=timezone.now())


@shared_task(name="outbox.sweep")
def sweep():
    sending.sweep(now=timezone.now())
