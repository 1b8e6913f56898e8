from celery import shared_task
from django.utils import timezone

from feedback import counting, rounds, suggesting


@shared_task(name="feedback.counting.open_rounds")
def open_rounds():
    rounds.open_due(now=timezone.now())


@shared_task(name="feedback.counting.count")
def count():
    counting.count_due(now=timezone.now())


@shared_task(name="feedback.suggest_themes")
def suggest_themes():
    suggesting.learn()
