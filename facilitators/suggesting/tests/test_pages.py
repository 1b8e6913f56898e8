"""The pages on which a team is found: for a request, for a session, and what counts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.tests.factories import CourseFactory, TrainingRequestFactory, VenueFactory
from facilitators.models import Assignment, StageRule, Weights
from facilitators.tests.factories import SessionFactory, accredited, ahead, assigned, says
from stepforward.audit.models import AuditEvent
from stepforward.testing import signed_in_as
from stepforward.ui.wording import civil_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


@pytest.fixture
def session():
    starts_at = ahead(9)
    return SessionFactory(starts_at=starts_at, venue=VenueFactory(address="1 High Street, Stockport"))


def free(session, stage="lead", **details):
    one = accredited(stage, **details)
    says(one, civil_date(session.starts_at), morning="yes", afternoon="yes", evening="yes")
    return one


@pytest.fixture
def team(session):
    StageRule.objects.create(course=session.course, stage="co_facilitator", shadowed=2)
    return free(session), free(session, "co_facilitator"), free(session, "shadowing")


def key(one, part):
    return f"{one.pk}-{part}"


def text_of(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def test_a_whole_team_is_suggested_and_offered_with_one_button(desk, session, team):
    page = reverse("facilitators:staff_session", args=[session.pk])
    lead, helper, shadow = team
    text = text_of(desk.get(page))
    keys = f"{key(lead, 'lead')},{key(helper, 'co_facilitator')},{key(shadow, 'shadow')}"
    assert f'value="{keys}"' in text
    assert all(words in text for words in ["lead ✓", "miles at most", "wants 2 more"])
    said = text_of(
        desk.post(reverse("facilitators:offer_team", args=[session.pk]), {"team": keys}, follow=True)
    )
    assert "Offered to the whole team" in said and "Suggested" not in said
    assert {(one.facilitator, one.part) for one in Assignment.objects.all()} == {
        (lead, "lead"),
        (helper, "co_facilitator"),
        (shadow, "shadow"),
    }


def test_a_team_of_which_one_is_taken_meanwhile_is_offered_to_nobody(desk, session, team):
    lead, helper, _ = team
    assigned(helper, SessionFactory(starts_at=session.starts_at, venue=VenueFactory(name="Wigan")))
    keys = f"{key(lead, 'lead')},{key(helper, 'co_facilitator')}"
    offer = reverse("facilitators:offer_team", args=[session.pk])
    assert "a session at Wigan that day" in text_of(desk.post(offer, {"team": keys}, follow=True))
    assert not session.assignments.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"team": "x"}, {"team": "0-lead"}, {"team": "1-king"}, {"team": "a\x00b"}]
)
def test_a_team_that_makes_no_sense_is_a_bad_request(desk, session, sent):
    assert desk.post(reverse("facilitators:offer_team", args=[session.pk]), sent).status_code == 400


def test_a_member_is_swapped_in_place(desk, session, team):
    lead, helper, _ = team
    other = free(session, "co_facilitator")
    page = reverse("facilitators:staff_session", args=[session.pk])
    keys = f"{key(lead, 'lead')},{key(helper, 'co_facilitator')}"
    text = text_of(desk.get(page, {"team": keys, "swap": helper.pk}))
    swapped = f"{key(lead, 'lead')},{key(other, 'co_facilitator')}"
    assert f"Instead of {helper}" in text and f'href="?team={swapped}#own"' in text
    text = text_of(desk.get(page, {"team": swapped}))
    assert "Your own choice" in text and f'value="{swapped}"' in text
    assert text.count('class="nhsuk-button "') + text.count('class="nhsuk-button"') == 1


def test_who_may_not_be_asked_any_more_is_left_out_of_ones_own_choice(desk, session, team):
    lead, silent = team[0], accredited("co_facilitator")
    page = reverse("facilitators:staff_session", args=[session.pk])
    keys = f"{key(lead, 'lead')},{key(silent, 'co_facilitator')}"
    text = text_of(desk.get(page, {"team": keys, "swap": "9" * 25}))
    assert "cannot be asked for this session any more" in text
    assert f'value="{key(lead, "lead")}"' in text


def test_without_a_lead_who_is_free_the_page_says_so(desk, session):
    free(session, "co_facilitator")
    text = text_of(desk.get(reverse("facilitators:staff_session", args=[session.pk])))
    assert "No whole team is free" in text and "nobody who may lead is free" in text


def test_every_rule_that_asking_somebody_would_break_is_said(desk, session):
    one = accredited(base="Kendal", miles_at_most=10, notice_days=30, sessions_a_month=0)
    page = reverse("facilitators:staff_session", args=[session.pk])
    text = text_of(desk.get(page, {"q": str(one)}))
    for words in [
        "Has not said when they are free that day",
        "Asked for no sessions at present",
        "they travel 10 at most",
        "notice",
    ]:
        assert words in text


@pytest.fixture
def asked():
    CourseFactory()
    day = civil_date(timezone.now()) + timedelta(days=20)
    return TrainingRequestFactory(
        team="Critical care",
        earliest=day,
        latest=day + timedelta(days=6),
        weekdays=[1],
        day_parts=["afternoon"],
    )


def tuesday_of(asked):
    return next(day for day in (asked.earliest + timedelta(days=n) for n in range(7)) if day.weekday() == 1)


@pytest.fixture
def tuesday(asked):
    day = tuesday_of(asked)
    for stage in ("lead", "co_facilitator"):
        says(accredited(stage), day, morning="yes", afternoon="yes")
    return day


def test_a_request_shows_the_dates_that_they_asked_for_with_a_whole_team(desk, asked, tuesday):
    page = reverse("facilitators:request_dates", args=[asked.pk])
    assert page in text_of(desk.get(reverse("courses:request_detail", args=[asked.pk])))
    text = text_of(desk.get(page))
    assert text.count("day=") == 1 and f"day={tuesday}&amp;part=afternoon" in text
    assert ">Morning<" not in text and "not asked for" in text
    text = text_of(desk.get(page, {"day": tuesday, "part": "afternoon"}))
    assert 'aria-current="true"' in text and "lead ✓" in text and "Plan a session then" in text


def test_the_chosen_date_and_place_stand_in_the_form_that_plans_it(desk, asked, tuesday):
    venue = VenueFactory()
    plan = reverse("facilitators:plan_then", args=[asked.pk])
    text = text_of(desk.get(plan, {"day": tuesday, "part": "afternoon", "where": venue.pk}))
    assert 'value="1:30pm"' in text and f'<option value="{venue.pk}" selected>' in text
    assert f'value="{tuesday.day}"' in text


@pytest.mark.parametrize(
    "query",
    [
        {"from": "9999-12-31"},
        {"from": "a\x00b", "day": "x", "part": "night"},
        {"day": "0001-01-01", "part": "morning"},
        {"from": "2027-13-45"},
    ],
)
def test_dates_that_make_no_sense_are_passed_over(desk, asked, session, query):
    for route, one in [("request_dates", asked), ("plan_then", asked), ("session_dates", session)]:
        assert desk.get(reverse(f"facilitators:{route}", args=[one.pk]), query).status_code == 200
    assert desk.get(reverse("facilitators:change_session", args=[session.pk]), query).status_code == 200


def test_a_place_that_is_not_there_is_refused_with_a_sentence(desk, asked):
    page = reverse("facilitators:request_dates", args=[asked.pk])
    assert "Select a place" in text_of(desk.get(page, {"where": "9" * 25}), 422)


def test_a_request_whose_dates_are_past_gets_the_weekdays_to_come(desk, asked):
    asked.earliest, asked.latest = asked.earliest - timedelta(days=90), asked.latest - timedelta(days=90)
    asked.save()
    text = text_of(desk.get(reverse("facilitators:request_dates", args=[asked.pk])))
    assert "All of that is past" in text and ">Morning<" in text
    asked.state, asked.answered_at = "withdrawn", timezone.now()
    asked.save()
    assert desk.get(reverse("facilitators:request_dates", args=[asked.pk])).status_code == 302


def test_a_session_shows_where_it_could_move_and_the_form_begins_with_that(desk, session):
    day = civil_date(session.starts_at) + timedelta(days=7)
    for stage in ("lead", "co_facilitator"):
        says(accredited(stage), day, morning="yes")
    text = text_of(desk.get(reverse("facilitators:session_dates", args=[session.pk])))
    change = reverse("facilitators:change_session", args=[session.pk])
    if day.weekday() < 5 or day.weekday() == session.starts_at.weekday():
        assert f'href="{change}?day={day}&amp;part=morning"' in text
    text = text_of(desk.get(change, {"day": day, "part": "morning"}))
    assert 'value="9:30am"' in text and 'value="11:30am"' in text
    session.state = "delivered"
    session.delivered_at = timezone.now()
    session.save()
    assert desk.get(reverse("facilitators:session_dates", args=[session.pk])).status_code == 302


def test_what_counts_is_changed_and_what_counted_before_is_kept(desk, coordinator):
    page = reverse("facilitators:weights")
    assert "Nobody has changed it yet" in text_of(desk.get(page))
    sent = Weights().points | {"miles": 9}
    assert "count like this from now on" in text_of(desk.post(page, sent, follow=True))
    assert "Nothing is changed" in text_of(desk.post(page, sent, follow=True))
    stand = Weights.objects.as_they_stand()
    assert (stand.miles, stand.by, Weights.objects.count()) == (9, coordinator, 1)
    assert AuditEvent.objects.filter(verb="weights changed").count() == 1
    assert "miles 9" in text_of(desk.get(page))


@pytest.mark.parametrize("sent", ["-1", "1001", "many", "", "a\x00b", "9" * 10_000])
def test_points_that_make_no_sense_get_a_sentence_and_lose_nothing(desk, sent):
    text = text_of(
        desk.post(reverse("facilitators:weights"), Weights().points | {"miles": sent, "shadows": 77}), 422
    )
    assert "Error" in text and 'value="77"' in text and not Weights.objects.exists()


@pytest.mark.parametrize(("people", "queries"), [(1, 17), (3, 18), (25, 18)])
def test_the_team_page_asks_as_much_for_many_as_for_few(
    desk, session, people, queries, django_assert_num_queries
):
    for n in range(people):
        free(session, "lead" if n % 2 else "co_facilitator")
    page = reverse("facilitators:staff_session", args=[session.pk])
    with django_assert_num_queries(queries):
        assert desk.get(page).status_code == 200


@pytest.mark.parametrize(("people", "queries"), [(1, 10), (3, 11), (25, 11)])
def test_the_dates_of_a_request_take_as_many_queries_for_many(
    desk, asked, people, queries, django_assert_num_queries
):
    for _ in range(people):
        says(accredited(), tuesday_of(asked), afternoon="yes")
    page = reverse("facilitators:request_dates", args=[asked.pk])
    with django_assert_num_queries(queries):
        assert desk.get(page, {"day": tuesday_of(asked), "part": "afternoon"}).status_code == 200


@pytest.mark.parametrize("people", [1, 3, 25])
def test_the_dates_of_a_session_and_what_counts_take_few_queries(
    desk, coordinator, session, people, django_assert_max_num_queries
):
    for _ in range(people):
        free(session)
        Weights.objects.create(**Weights().points, by=coordinator, since=timezone.now())
    for route, args in [("session_dates", [session.pk]), ("weights", [])]:
        with django_assert_max_num_queries(8):
            assert desk.get(reverse(f"facilitators:{route}", args=args)).status_code == 200
