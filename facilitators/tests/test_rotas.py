"""A term staffed at once: drafted by a worker, shown, kept in part, worked out again, and offered."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.tests.factories import CourseFactory, VenueFactory
from facilitators.models import Assignment, Rota, StageRule
from facilitators.rota import drafting
from facilitators.rota.offering import offer_parts
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned, says
from stepforward.audit.models import AuditEvent
from stepforward.outbox.models import OutgoingEmail
from stepforward.testing import signed_in_as
from stepforward.ui.wording import civil_date

Part = Assignment.Part


@pytest.fixture
def course(db):
    return CourseFactory(minimum_team=2)


def free_person(course, sessions, stage="lead", **details):
    """Somebody who said yes for the whole of these sessions' days."""
    one = accredited(stage, course=course, **details)
    for day in {civil_date(session.starts_at) for session in sessions}:
        says(one, day, morning="yes", afternoon="yes", evening="yes")
    return one


def planned(course, *, days=10, **details):
    return SessionFactory(course=course, starts_at=ahead(days), venue=VenueFactory(), **details)


def drafted(coordinator, **more):
    """A rota of the next two months, worked out."""
    now = timezone.now()
    today = civil_date(now)
    rota = more.get("again") or drafting.draft(
        starts_on=today, ends_on=today + timedelta(days=60), by=coordinator, now=now
    )
    drafting.work_out(rota.pk, clock=timezone.now)
    rota.refresh_from_db()
    return rota


def proposed(rota):
    return {(one.session_id, one.facilitator_id, one.part) for one in rota.parts.all()}


def test_sessions_get_whole_teams_of_those_who_said_they_are_free(coordinator, course):
    """Given two sessions, two leads and two co-facilitators who are free, and one lead who said nothing; when
    a rota is drafted; then each session has its team, nobody does both while others do none, and nobody was
    asked."""
    sessions = [planned(course), planned(course, days=12)]
    people = [free_person(course, sessions, stage) for stage in ("lead", "lead", "co_facilitator")]
    people.append(free_person(course, sessions, "co_facilitator"))
    silent = accredited("lead", course=course)

    rota = drafted(coordinator)

    assert rota.state == Rota.State.DRAFTED and rota.done == 100 and rota.sessions == 2
    parts = list(rota.parts.all())
    assert sorted((one.session_id, one.part) for one in parts) == sorted(
        (session.pk, part) for session in sessions for part in ("lead", "co_facilitator")
    )
    assert {one.facilitator for one in parts} == set(people)
    assert silent not in {one.facilitator for one in parts}
    assert not Assignment.objects.exists() and not OutgoingEmail.objects.exists()


def test_whoever_is_in_a_team_stays_and_only_the_rest_is_found(coordinator, course):
    session = planned(course)
    lead = free_person(course, [session])
    helper = free_person(course, [session], "co_facilitator")
    assigned(lead, session)

    rota = drafted(coordinator)

    assert proposed(rota) == {(session.pk, helper.pk, "co_facilitator")}


def test_a_session_without_a_team_says_why(coordinator, course):
    """Given one session nobody is free for, one without a lead, one that is short of people, and two at one
    time for which there are the people for one; then each has its own sentence."""
    nobody, leaderless, short = (planned(course, days=days) for days in (10, 12, 14))
    rivals = [planned(course, days=16), planned(course, days=16)]
    free_person(course, [leaderless], "co_facilitator")
    free_person(course, [leaderless], "co_facilitator")
    free_person(course, [short])
    lead, helper = free_person(course, rivals), free_person(course, rivals, "co_facilitator")

    rota = drafted(coordinator)

    why = dict(rota.gaps.values_list("session", "why"))
    assert why[nobody.pk] == "Nobody who could do it is free then."
    assert why[leaderless.pk] == "Nobody who may lead is free then."
    assert why[short.pk] == "It needs 2 more, and 1 person is free then."
    assert len({one.pk for one in rivals} & set(why)) == 1
    assert {one.facilitator for one in rota.parts.all()} == {lead, helper}
    left_out = next(one.pk for one in rivals if one.pk in why)
    assert why[left_out].startswith("Those who are free then are needed at other sessions")


def test_a_monthly_limit_holds_over_the_whole_rota(coordinator, course):
    """Given two sessions in one month and people who do one a month; then only one session is staffed."""
    first = timezone.now() + timedelta(days=40)
    day = first.replace(day=3, hour=10, minute=0, second=0, microsecond=0)
    sessions = [
        SessionFactory(course=course, starts_at=day + timedelta(days=more), venue=VenueFactory())
        for more in (0, 7)
    ]
    for stage in ("lead", "co_facilitator"):
        free_person(course, sessions, stage, sessions_a_month=1)

    rota = drafted(coordinator)

    assert rota.parts.count() == 2 and rota.gaps.count() == 1


def test_shadows_who_need_sessions_are_given_them_beside_the_team(coordinator, course):
    """Given a course whose co-facilitators shadowed once; then somebody trained is proposed as a shadow."""
    StageRule.objects.create(course=course, stage="co_facilitator", shadowed=1)
    session = planned(course)
    free_person(course, [session])
    free_person(course, [session], "co_facilitator")
    shadow = free_person(course, [session], "trained", base="")

    rota = drafted(coordinator)

    assert (session.pk, shadow.pk, "shadow") in proposed(rota)


def test_what_is_ticked_stays_when_it_is_worked_out_again(coordinator, course):
    """Given a draft; when its lead is ticked, somebody else appears, and it is worked out again; then the
    lead is the same, and locked."""
    session = planned(course)
    lead = free_person(course, [session])
    free_person(course, [session], "co_facilitator")
    rota = drafted(coordinator)
    part = rota.parts.get(part="lead")
    assert part.facilitator == lead
    free_person(course, [session])

    new = drafting.draft_again(rota=rota, keep=[part], by=coordinator, now=timezone.now())
    new = drafted(coordinator, again=new)

    assert new.follows == rota
    assert new.parts.get(part="lead").facilitator == lead and new.parts.get(part="lead").locked


def test_after_a_drop_out_the_others_stay_where_they_were(coordinator, course):
    """Given six sessions drafted for many; when one person leaves, and it is worked out again; then only
    their sessions have somebody new."""
    sessions = [planned(course, days=10 + n) for n in range(6)]
    people = [free_person(course, sessions) for _ in range(8)]
    rota = drafted(coordinator)
    before = proposed(rota)
    gone = people[0]
    gone.left_on = civil_date(timezone.now())
    gone.save()

    new = drafting.draft_again(rota=rota, keep=[], by=coordinator, now=timezone.now())
    new = drafted(coordinator, again=new)

    def teams(rows):
        found = {}
        for session, who, _ in rows:
            found.setdefault(session, set()).add(who)
        return found

    was, now = teams(before), teams(proposed(new))
    assert any(gone.pk in team for team in was.values())
    for session, team in was.items():
        assert team - {gone.pk} <= now[session]
        assert gone.pk not in now[session]


def test_offering_looks_at_each_session_as_it_is_now(coordinator, course):
    """Given a draft of two sessions; when somebody of one says no meanwhile, and all is offered; then the
    other session's team has its offers and letters, and this one's parts say why not, with nobody asked."""
    sessions = [planned(course), planned(course, days=12)]
    for session in sessions:
        free_person(course, [session])
        free_person(course, [session], "co_facilitator")
    rota = drafted(coordinator)
    changed = rota.parts.get(session=sessions[0], part="lead").facilitator
    changed.said.all().delete()
    says(changed, civil_date(sessions[0].starts_at), afternoon="no")

    offered, refused = offer_parts(
        parts=rota.parts.select_related("session__course", "session__venue", "facilitator__user"),
        by=coordinator,
        now=timezone.now(),
    )

    assert (offered, refused) == (2, 2)
    assert set(Assignment.objects.values_list("session", "state")) == {(sessions[1].pk, "offered")}
    assert OutgoingEmail.objects.filter(kind="facilitators/part_offered").count() == 2
    assert {one.why_not for one in rota.parts.filter(session=sessions[0])} == {
        f"{changed} is not free for it any more."
    }
    assert not rota.parts.filter(session=sessions[0], offered_at__isnull=False).exists()


def test_a_rota_that_is_stopped_writes_nothing(coordinator, course):
    session = planned(course)
    free_person(course, [session])
    free_person(course, [session], "co_facilitator")
    today = civil_date(timezone.now())
    rota = drafting.draft(
        starts_on=today, ends_on=today + timedelta(days=60), by=coordinator, now=timezone.now()
    )

    drafting.stop(rota=rota, by=coordinator)
    drafting.work_out(rota.pk, clock=timezone.now)

    rota.refresh_from_db()
    assert rota.state == Rota.State.STOPPED and not rota.parts.exists()
    assert AuditEvent.objects.filter(verb="rota stopped").count() == 1


def test_the_same_message_twice_drafts_it_once(coordinator, course):
    """Given a worker who is at it; when the message comes a second time; then it is left alone, until nothing
    was heard for so long that there is none."""
    planned(course)
    now = timezone.now()
    today = civil_date(now)
    rota = drafting.draft(starts_on=today, ends_on=today + timedelta(days=60), by=coordinator, now=now)
    Rota.objects.filter(pk=rota.pk).update(done=20)

    drafting.work_out(rota.pk, clock=lambda: now + drafting.SILENT)
    rota.refresh_from_db()
    assert rota.state == Rota.State.WORKING
    assert not drafting.seems_stopped(rota, now + drafting.SILENT)
    later = now + drafting.SILENT + timedelta(seconds=1)
    assert drafting.seems_stopped(rota, later)

    drafting.work_out(rota.pk, clock=lambda: later)
    rota.refresh_from_db()
    assert rota.state == Rota.State.DRAFTED


@pytest.fixture
def page(coordinator, course):
    session = planned(course)
    free_person(course, [session])
    free_person(course, [session], "co_facilitator")
    return signed_in_as(coordinator), drafted(coordinator)


def test_the_coordinator_ticks_and_offers(page):
    desk, rota = page
    shown = desk.get(reverse("facilitators:rota", args=[rota.pk])).content.decode()
    assert "Looked at 1 session" in shown and "Offer all 2" in shown

    answer = desk.post(
        reverse("facilitators:offer_rota", args=[rota.pk]),
        {"part": [part.pk for part in rota.parts.all()]},
        follow=True,
    ).content.decode()

    assert "2 parts offered" in answer
    assert Assignment.objects.filter(state="offered").count() == 2


def test_the_page_says_how_far_it_is_until_nothing_is_heard(coordinator, course):
    """Given a rota that is being worked out; then the page can be loaded again, which who has no JavaScript
    need not do; when nothing was heard for long; then it says so, and offers to begin again."""
    planned(course)
    today = civil_date(timezone.now())
    rota = drafting.draft(
        starts_on=today, ends_on=today + timedelta(days=60), by=coordinator, now=timezone.now()
    )
    Rota.objects.filter(pk=rota.pk).update(done=40)
    desk, address = signed_in_as(coordinator), reverse("facilitators:rota", args=[rota.pk])

    shown = desk.get(address).content.decode()
    assert "<strong>40 in 100</strong> done" in shown
    assert shown.count('http-equiv="refresh"') == shown.count('<noscript><meta http-equiv="refresh"') == 1

    Rota.objects.filter(pk=rota.pk).update(seen_working_at=timezone.now() - 2 * drafting.SILENT)
    shown = desk.get(address).content.decode()
    assert "it has stopped" in shown and "Find teams again" in shown
    assert 'http-equiv="refresh"' not in shown and "<progress" not in shown


def test_nothing_ticked_says_so_and_a_wrong_key_harms_nothing(page):
    desk, rota = page
    for posted in ({}, {"part": ["x", "\x00", "9" * 40, "-1"]}):
        answer = desk.post(reverse("facilitators:offer_rota", args=[rota.pk]), posted, follow=True)
        assert "Tick whom to ask first" in answer.content.decode()
    assert not Assignment.objects.exists()


def test_days_that_do_not_fit_are_refused_at_their_place(coordinator, db):
    desk = signed_in_as(coordinator)
    address = reverse("facilitators:rotas")
    dates = {"starts_on_day": "1", "starts_on_month": "3", "starts_on_year": "2027"}
    late = dates | {"ends_on_day": "1", "ends_on_month": "2", "ends_on_year": "2027"}
    long = dates | {"ends_on_day": "1", "ends_on_month": "3", "ends_on_year": "2029"}

    for posted, sentence in (
        (late, "The last day must not be before the first."),
        (long, "A rota covers half a year at most."),
        (
            dates | {"ends_on_day": "x", "ends_on_month": "\x00", "ends_on_year": "2027"},
            "must be a real date",
        ),
    ):
        answer = desk.post(address, posted)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


@pytest.mark.parametrize("sessions", [1, 3, 25])
def test_the_page_costs_the_same_queries_however_long_it_is(
    coordinator, course, sessions, django_assert_num_queries
):
    rows = [planned(course, days=3 + n) for n in range(sessions)]
    free_person(course, rows, sessions_a_month=31)
    free_person(course, rows, "co_facilitator", sessions_a_month=31)
    rota = drafted(coordinator)
    assert rota.parts.count() == 2 * sessions
    desk = signed_in_as(coordinator)
    desk.get(reverse("facilitators:rotas"))

    with django_assert_num_queries(QUERIES):
        desk.get(reverse("facilitators:rota", args=[rota.pk]))


QUERIES = 7
