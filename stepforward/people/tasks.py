from celery import shared_task
from django.utils import timezone

from stepforward import health
from stepforward.people import forgetting


@shared_task(name="stepforward.tick")
def tick():
    """Beat's sign of life: `/readyz` says no when it stops arriving."""
    health.note_beat()


@shared_task(name="people.forget")
def forget():
    forgetting.forget_what_expired(now=timezone.now())
