from celery import shared_task

from stepforward import health


@shared_task(name="stepforward.tick")
def tick():
    """Beat's sign of life: `/readyz` says no when it stops arriving."""
    health.note_beat()
