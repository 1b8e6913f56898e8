"""The Celery app. Run one worker for the queue `celery`, one for `counting`, and one beat."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepforward.settings")

app = Celery("stepforward")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
