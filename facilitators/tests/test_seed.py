import random
from datetime import timedelta

from django.utils import timezone

from courses.models import Cost, Course
from courses.seeding.found import REVIVED
from courses.tests.factories import CourseFactory
from facilitators import seed
from facilitators.models import Accreditation, Assignment, Facilitator, Window
from facilitators.tests.factories import SessionFactory
from stepforward.people import seed as people_seed


def test_the_demo_has_facilitators_at_every_stage_and_its_own_has_something_to_do(db):
    now = timezone.now()
    people_seed.plant(now=now, rng=random.Random(2026))
    course = CourseFactory()
    Course.objects.create(code="facilitator-course", name="Facilitator course", minutes=360)
    for n in range(12):
        starts_at = now - timedelta(days=20 * n + 3)
        SessionFactory(course=course, starts_at=starts_at, state="delivered", delivered_at=starts_at)
    midweek = now + timedelta(days=(2 - now.weekday()) % 7)  # people seldom say that weekends suit
    for days, state in [(7, "open"), (8, "open"), (14, "planned"), (15, "planned"), (30, "planned")]:
        starts_at = (midweek + timedelta(days=days)).replace(hour=13, minute=0, second=0, microsecond=0)
        SessionFactory(course=course, starts_at=starts_at, state=state)
    later = (midweek + timedelta(days=21)).replace(hour=13, minute=0, second=0, microsecond=0)
    called_off = SessionFactory(
        course=course, starts_at=later, state="open", team_name=REVIVED, opened_at=now
    )

    seed.plant(now=now, rng=random.Random(2026))

    assert Facilitator.objects.count() == 32
    assert {held.stage for held in Accreditation.objects.all()} == set(Accreditation.Stage)
    assert Window.objects.filter(during__startswith__gt=now).values("facilitator").distinct().count() > 20
    past = Assignment.objects.filter(session__state="delivered", part__in=Assignment.DELIVERS)
    assert past.count() == 24
    others = Assignment.objects.filter(session__state="open").exclude(session=called_off)
    assert others.filter(state="accepted").count() == 3
    assert others.get(state="given_back").stand_ins.filter(state="offered").count() == 2
    # and of the one that was called off and brought back, the lead has said yes again
    again = called_off.assignments.filter(state__in=["accepted", "offered"])
    assert {one.part: one.state for one in again} == {"lead": "accepted", "co_facilitator": "offered"}
    assert set(Assignment.objects.values_list("state", flat=True)) >= {"accepted", "declined", "offered"}
    demo = Facilitator.objects.get(user__email="facilitator@stepforward.example")
    states = demo.assignments.filter(session__starts_at__gt=now).values_list("state", flat=True)
    assert sorted(states) == ["accepted", "offered"]
    assert demo.windows.exists()
    assert Cost.objects.owed().filter(payer=demo.user).exists()
