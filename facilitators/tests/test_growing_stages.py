"""Stages: nobody reaches one without what it needs or a signed exception, and the history is the present."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from courses.tests.factories import CourseFactory
from facilitators.growing import currency, observing, ruling, signing, stages
from facilitators.growing.progress import months_after, way_of
from facilitators.models import Accreditation, Observation, StageChange, StageRule
from facilitators.refusals import NotForYou, NotReadyYet
from facilitators.tests.factories import (
    TUESDAY,
    FacilitatorFactory,
    SessionFactory,
    accredited,
    assigned,
)
from stepforward.outbox.models import OutgoingEmail
from stepforward.people.roles import Role
from stepforward.testing import person

pytestmark = pytest.mark.django_db
Kind, Stage = StageChange.Kind, Accreditation.Stage
SEEN = {"seen": "They led a case.", "strengths": "Calm.", "work_on": "Time."}


def rules(course, *, shadowed=2, co_facilitated=2, led=2, observed=1, months=6):
    needs = {(stage, name): None for stage, names in ruling.ASKED.items() for name in names}
    needs[Stage.CO_FACILITATOR, "shadowed"] = shadowed
    needs[Stage.LEAD, "co_facilitated"], needs[Stage.LEAD, "observed"] = co_facilitated, observed
    needs[Stage.TRAINER, "led"] = led
    for stage in (Stage.CO_FACILITATOR, Stage.LEAD, Stage.TRAINER):
        needs[stage, "current_months"] = months
    ruling.decide(course=course, needs=needs, taught_by=[], by=None)


def beginner(course, stage="trained", now=TUESDAY):
    one = FacilitatorFactory()
    return stages.begin(facilitator=one, course=course, stage=stage, since=now.date(), by=None, now=now)


def did(held, part, when, *, beside=None):
    session = SessionFactory(course=held.course, starts_at=when, state="delivered", delivered_at=when)
    if beside:
        assigned(beside, session, "observer")
    return assigned(held.facilitator, session, part)


class Growing(RuleBasedStateMachine):
    """One facilitator, a lead beside them, whoever runs the programme, and the calendar."""

    def __init__(self):
        super().__init__()
        self.now = TUESDAY
        course = CourseFactory()
        rules(course)
        self.held = beginner(course)
        self.lead = accredited("trainer", course=course)
        self.programme = person(Role.PROGRAMME_LEAD)
        Accreditation.objects.filter(facilitator=self.lead).update(
            since=TUESDAY.date() + timedelta(days=9000)
        )

    def fresh(self):
        return Accreditation.objects.select_related("facilitator__user", "course").get(pk=self.held.pk)

    @rule(days=st.sampled_from([1, 20, 100, 250]))
    def time_goes_by(self, days):
        self.now += timedelta(days=days)

    @rule(ready=st.booleans())
    def takes_a_part(self, ready):
        held = self.fresh()
        part = next(part for part in held.parts)
        self.now += timedelta(hours=5)
        one = did(held, part, self.now - timedelta(hours=4), beside=self.lead)
        if ready:
            observing.write(assignment=one, ready=True, by=self.lead.user, now=self.now, **SEEN)

    @rule(
        who=st.sampled_from(["lead", "programme", "oneself", "another"]),
        exception=st.sampled_from(["", "I saw it"]),
    )
    def somebody_signs(self, who, exception):
        held, way = self.fresh(), way_of(self.fresh())
        by = {
            "lead": self.lead.user,
            "programme": self.programme,
            "oneself": held.facilitator.user,
            "another": accredited("co_facilitator").user,
        }[who]
        try:
            signing.sign(accreditation=held, stage=held.next_stage, exception=exception, by=by, now=self.now)
        except NotForYou:
            assert who in {"oneself", "another"}
        except NotReadyYet:
            assert held.lapsed_on or held.next_stage is None or way.missing
        else:
            assert not held.lapsed_on
            assert not way.missing or (who == "programme" and exception)

    @rule(lead=st.booleans())
    def somebody_brings_them_back(self, lead):
        by = self.lead.user if lead else self.programme
        try:
            signing.renew(accreditation=self.held, exception="Delivered in Leeds", by=by, now=self.now)
        except NotReadyYet:
            assert not self.fresh().lapsed_on

    @rule()
    def beat_asks(self):
        currency.lapse_due(now=self.now)
        held = self.fresh()
        until = way_of(held).current_until
        assert bool(held.lapsed_on) == bool(until and until <= self.now.date())

    @invariant()
    def the_history_is_the_present(self):
        held, steps = self.fresh(), list(stages.steps_of(self.held))
        assert stages.replayed(steps) == (held.stage, held.lapsed_on is not None)
        for step in steps:
            if step.kind == Kind.SIGNED:
                met = all(one["had"] >= one["wanted"] for one in step.needs)
                assert step.by_id and step.met == met and (met or step.exception)
        climbed = [Stage(step.stage) for step in steps if step.kind in {Kind.SIGNED, Kind.BROUGHT_IN}]
        assert climbed == list(Stage)[: len(climbed)]
        assert not held.lapsed_on or "lead" not in held.parts


def test_no_stage_without_its_needs_or_a_signed_exception_whatever_happens():
    run_state_machine_as_test(
        Growing,
        settings=settings(
            max_examples=12,
            stateful_step_count=16,
            phases=[Phase.generate],
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        ),
    )


# --- What is missing ---


@pytest.fixture
def course():
    course = CourseFactory()
    rules(course)
    return course


@pytest.fixture
def lead(course):
    return accredited("lead", course=course)


def test_the_page_says_what_is_missing_in_plain_words(course):
    held = beginner(course, "shadowing")
    assert way_of(held).said_missing == "2 more sessions as shadow"
    did(held, "shadow", TUESDAY)
    assert way_of(held).said_missing == "1 more session as shadow"
    did(held, "shadow", TUESDAY + timedelta(days=1))
    way = way_of(held)
    assert (way.ready, way.stage, way.said_missing) == (True, Stage.CO_FACILITATOR, "")
    # and a part that was called off, or of another course, counts for nothing
    other = beginner(course, "shadowing")
    session = SessionFactory(course=course, state="called_off", starts_at=TUESDAY)
    assigned(other.facilitator, session, "shadow")
    did(other, "shadow", TUESDAY + timedelta(days=3)).session.__class__.objects.filter(
        assignments__facilitator=other.facilitator, state="delivered"
    ).update(course=CourseFactory(code="other", name="Other"))
    assert way_of(other).said_missing == "2 more sessions as shadow"


def test_a_course_without_rules_asks_for_the_signature_alone(lead):
    held = beginner(CourseFactory(code="other", name="Other"))
    assert (way_of(held).needs, way_of(held).ready, way_of(held).current_until) == ((), True, None)


def test_a_lead_signs_up_to_lead_and_a_trainer_trainers(course, lead):
    StageRule.objects.all().delete()
    trainer, held = accredited("trainer", course=course), beginner(course)
    for stage in (Stage.SHADOWING, Stage.CO_FACILITATOR, Stage.LEAD):
        held = signing.sign(accreditation=held, stage=stage, by=lead.user, now=TUESDAY)
    with pytest.raises(NotForYou):
        signing.sign(accreditation=held, stage=Stage.TRAINER, by=lead.user, now=TUESDAY)
    assert (
        signing.sign(accreditation=held, stage=Stage.TRAINER, by=trainer.user, now=TUESDAY).stage == "trainer"
    )
    with pytest.raises(NotReadyYet):
        signing.sign(accreditation=held, stage=Stage.TRAINER, by=trainer.user, now=TUESDAY)
    assert OutgoingEmail.objects.filter(kind="facilitators/stage_signed").count() == 4


@pytest.mark.parametrize("why", ["left", "lapsed", "other course", "co-facilitator"])
def test_who_does_not_lead_in_practice_signs_nothing(why, course, lead):
    held = beginner(course)
    if why == "left":
        lead.left_on = TUESDAY.date()
        lead.save()
    mine = Accreditation.objects.filter(facilitator=lead)
    if why == "lapsed":
        mine.update(lapsed_on=TUESDAY.date())
    elif why == "other course":
        mine.update(course=CourseFactory(code="other", name="Other"))
    elif why == "co-facilitator":
        mine.update(stage="co_facilitator")
    with pytest.raises(NotForYou):
        signing.sign(accreditation=held, stage=Stage.SHADOWING, by=lead.user, now=TUESDAY)


def test_a_history_of_which_nobody_wrote_the_beginning_is_given_one(lead):
    # given somebody whose stage came with a spreadsheet
    held = accredited("trained", course=lead.accreditations.get().course).accreditations.get()
    signing.sign(accreditation=held, stage=Stage.SHADOWING, by=lead.user, now=TUESDAY)
    assert [step.kind for step in stages.steps_of(held)] == [Kind.BROUGHT_IN, Kind.SIGNED]
    assert stages.replayed(stages.steps_of(held)) == ("shadowing", False)


def test_an_exception_needs_its_reason_and_keeps_what_was_missing(course):
    held, programme = beginner(course, "shadowing"), person(Role.PROGRAMME_LEAD)
    said = {"accreditation": held, "stage": Stage.CO_FACILITATOR, "by": programme, "now": TUESDAY}
    with pytest.raises(NotReadyYet, match="Say why") as refused:
        signing.sign(**said, exception="  ")
    assert refused.value.field == "exception"
    signing.sign(**said, exception="Led it for years in Leeds")
    step = stages.steps_of(held).last()
    assert (step.met, step.exception, step.by) == (False, "Led it for years in Leeds", programme)
    assert signing.in_words(step) == "0 of 2 sessions as shadow"


# --- Staying in practice ---


def test_months_end_on_a_day_that_there_is():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 1), 12) == date(2027, 12, 1)


def test_who_does_not_deliver_is_told_once_then_leads_nothing_then_is_back_by_delivering(course):
    # given a lead signed on TUESDAY, with six months to go
    held = beginner(course, "lead")
    until = months_after(TUESDAY.date(), 6)
    ahead = TUESDAY + timedelta(days=(until - TUESDAY.date()).days - 30)
    # when beat asks ahead of time, every hour
    for hour in range(3):
        assert currency.lapse_due(now=ahead + timedelta(hours=hour)) == (0, 0)
    # then they are told once; on the day they lapse, and lead nothing
    assert OutgoingEmail.objects.filter(kind="facilitators/currency_ends").count() == 1
    day = TUESDAY + timedelta(days=(until - TUESDAY.date()).days)
    assert currency.lapse_due(now=day) == (1, 0)
    assert currency.lapse_due(now=day) == (0, 0)
    held.refresh_from_db()
    assert (held.stage, held.lapsed_on, held.parts) == ("lead", until, ("co_facilitator", "observer"))
    # and who co-facilitates is back, without anybody's doing
    did(held, "co_facilitator", day + timedelta(days=3))
    assert currency.lapse_due(now=day + timedelta(days=4)) == (0, 1)
    held.refresh_from_db()
    assert (held.lapsed_on, "lead" in held.parts) == (None, True)
    assert [step.kind for step in stages.steps_of(held)] == [Kind.BROUGHT_IN, Kind.LAPSED, Kind.RENEWED]


def test_a_register_that_is_closed_late_brings_back_too(course):
    held = beginner(course, "lead")
    lapses = TUESDAY + timedelta(days=200)
    currency.lapse_due(now=lapses)
    did(held, "lead", lapses - timedelta(days=5))
    assert currency.lapse_due(now=lapses + timedelta(days=1)) == (0, 1)


def test_shadowing_lapses_never_and_who_has_left_is_left_alone(course):
    beginner(course, "shadowing")
    gone = beginner(course, "lead").facilitator
    gone.left_on = TUESDAY.date() + timedelta(days=1)
    gone.save()
    assert currency.lapse_due(now=TUESDAY + timedelta(days=4000)) == (0, 0)


@pytest.mark.parametrize("n", [1, 3, 25])
def test_asking_who_lapses_costs_the_same_for_many(n, course, django_assert_num_queries):
    for _ in range(n):
        beginner(course, "lead")
    with django_assert_num_queries(4):
        currency.lapse_due(now=TUESDAY)


# --- Observing ---


def test_a_lead_of_the_team_writes_what_they_saw(course, lead):
    held = beginner(course, "co_facilitator")
    one = did(held, "co_facilitator", TUESDAY, beside=lead)
    now = TUESDAY + timedelta(hours=5)
    assert list(observing.to_observe(lead.user, now)) == [one]
    written = observing.write(assignment=one, ready=False, by=lead.user, now=now, **SEEN)
    assert (written.for_stage, written.ready) == ("lead", False)
    assert not observing.to_observe(lead.user, now).exists()
    # and may better it, until the next stage is signed
    again = observing.write(assignment=one, ready=True, by=lead.user, now=now, **SEEN)
    assert (again.pk, again.ready) == (written.pk, True)
    signing.sign(
        accreditation=held,
        stage="lead",
        exception="Two more than enough",
        by=person(Role.PROGRAMME_LEAD),
        now=now,
    )
    with pytest.raises(NotReadyYet, match="signed since"):
        observing.write(assignment=one, ready=False, by=lead.user, now=now, **SEEN)
    email = OutgoingEmail.objects.filter(kind="facilitators/observed").first()
    assert "Calm." not in email.text and f"/observations/{written.pk}/" in email.text


@pytest.mark.parametrize("why", ["oneself", "not there", "no lead", "to come", "declined"])
def test_nobody_else_writes_one(why, course, lead):
    held = beginner(course, "co_facilitator")
    when = TUESDAY + timedelta(days=30) if why == "to come" else TUESDAY
    one = did(held, "co_facilitator", when, beside=None if why == "not there" else lead)
    by = held.facilitator.user if why == "oneself" else lead.user
    if why == "no lead":
        Accreditation.objects.filter(facilitator=lead).update(stage="co_facilitator")
    if why == "declined":
        lead.assignments.update(state="declined")
    with pytest.raises(NotForYou):
        observing.write(assignment=one, ready=True, by=by, now=TUESDAY + timedelta(hours=5), **SEEN)
    assert not Observation.objects.exists()
