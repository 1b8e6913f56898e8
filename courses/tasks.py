from celery import shared_task
from django.utils import timezone

from courses import bookings, reminding


@shared_task(name="courses.remind")
def remind():
    reminding.remind(now=timezone.now())


@shared_task(name="courses.lapse_holds")
def lapse_holds():
    bookings.lapse_holds(now=timezone.now())
