from celery import shared_task
from django.utils import timezone

from facilitators import busy_calendars, certifying, joining, reading_calendars, staffing
from facilitators.asking import chasing, polls
from facilitators.growing import currency, interests, leaving, reminding, training
from facilitators.rota import drafting
from facilitators.saying import usual_week


@shared_task(name="facilitators.lapse_offers")
def lapse_offers():
    staffing.lapse_offers(now=timezone.now())


@shared_task(name="facilitators.send_joining_instructions")
def send_joining_instructions():
    joining.send(now=timezone.now())


@shared_task(name="facilitators.certify")
def certify():
    certifying.certify_due(now=timezone.now())


@shared_task(name="facilitators.chase")
def chase():
    chasing.chase(now=timezone.now())


@shared_task(name="facilitators.nudge_polls")
def nudge_polls():
    polls.nudge(now=timezone.now())


@shared_task(name="facilitators.extend_usual_weeks")
def extend_usual_weeks():
    usual_week.extend(now=timezone.now())


@shared_task(name="facilitators.train")
def train():
    training.train_due(now=timezone.now())


@shared_task(name="facilitators.lapse_stages")
def lapse_stages():
    currency.lapse_due(now=timezone.now())


@shared_task(name="facilitators.retire")
def retire():
    leaving.retire_due(now=timezone.now())


@shared_task(name="facilitators.remind_supervisors")
def remind_supervisors():
    reminding.remind(now=timezone.now())


@shared_task(name="facilitators.forget_interest")
def forget_interest():
    interests.forget_unconfirmed(now=timezone.now())


@shared_task(name="facilitators.read_calendars")
def read_calendars():
    now = timezone.now()
    reading_calendars.set_aside(now=now)
    for pk in reading_calendars.due(now):
        busy_calendars.ask_for_reading(pk)


@shared_task(name=busy_calendars.READ, time_limit=reading_calendars.SECONDS)
def read_calendar(pk, at_once=False):
    reading_calendars.read(pk, now=timezone.now(), at_once=at_once)


@shared_task(name=drafting.WORK)
def work_out_rota(pk):
    drafting.work_out(pk, clock=timezone.now)
