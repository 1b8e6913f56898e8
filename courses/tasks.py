from celery import shared_task
from django.utils import timezone

from courses import blocks, bookings, certifying, forgetting, reminding
from courses.joining import sending


@shared_task(name="courses.remind")
def remind():
    reminding.remind(now=timezone.now())
    blocks.remind(now=timezone.now())


@shared_task(name="courses.send_joining_instructions")
def send_joining_instructions():
    sending.send(now=timezone.now())


@shared_task(name="courses.lapse_holds")
def lapse_holds():
    bookings.lapse_holds(now=timezone.now())


@shared_task(name="courses.release_kept_places")
def release_kept_places():
    blocks.release_due(now=timezone.now())


@shared_task(name="courses.forget_needs")
def forget_needs():
    forgetting.forget_needs(now=timezone.now())


@shared_task(name="courses.certify")
def certify():
    certifying.certify_due(now=timezone.now())
