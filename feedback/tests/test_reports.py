from collections import defaultdict

import pytest
from django.db import connection
from django.db.models import Q
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from courses.models import Session
from feedback import counting, reporting
from feedback.models import Comment, Round
from feedback.tests.comments import commented
from feedback.tests.conftest import at_close, everybody, say
from feedback.tests.factories import SessionFactory
from feedback.waiting import A_WEEK
from stepforward.audit.models import AuditEvent
from stepforward.people import access
from stepforward.people.access import grant
from stepforward.people.roles import Permission, Role
from stepforward.testing import person, signed_in_as

pytestmark = pytest.mark.django_db
SPREAD = [(1, 3), (2, 4), (3, 5), (2, 5), (1, 4), (2, 3), (3, 4), (1, 5), (2, 2), (3, 3)]


@pytest.fixture
def answered(open_round, now):
    """A session's round that so many answered, counted: answered(6)."""

    def made(people, pairs=SPREAD, *, asked=12, comment="Speak up <b>at once</b>", closing=False):
        found = open_round(asked)
        for place, invitation in enumerate(everybody(found)[:people]):
            pair = pairs[place % len(pairs)]
            say(
                invitation,
                [pair] * 5 + [(0, pair[1])],
                comments={"do_differently": [comment, "reports" if place % 2 else "no"]},
            )
        counting.count_due(now=at_close(found, now) if closing else now)
        return Round.objects.get(pk=found.pk)

    return made


def page_for(user, found):
    return signed_in_as(user).get(f"/manage/sessions/{found.session_id}/feedback/")


def test_who_may_read_a_sessions_feedback(answered, coordinator, dean, stranger, monkeypatch):
    found = answered(6)
    team, colleague = person(Role.FACILITATOR, "In the team"), person(Role.FACILITATOR, "Elsewhere")
    monkeypatch.setattr("stepforward.people.access._grants", _copy_of_grants())
    grant(
        "courses.Session",
        Permission.READ_SESSION_FEEDBACK,
        lambda user: _only(found.session_id if user == team else None),
    )
    statuses = [page_for(user, found).status_code for user in (coordinator, team, colleague, dean, stranger)]
    assert statuses == [200, 200, 403, 403, 404]
    assert page_for(None, found).status_code == 302
    assert signed_in_as(coordinator).get("/manage/sessions/999999/feedback/").status_code == 404


def _copy_of_grants():
    return defaultdict(list, {key: list(rows) for key, rows in access._grants.items()})


def _only(pk):
    return Q(pk=pk)


def test_fewer_than_five_answers_show_nothing(answered, coordinator):
    page = page_for(coordinator, answered(4)).content.decode()
    assert "Fewer than five answers are counted" in page
    assert "I could respond safely" not in page
    assert "Speak up" not in page


def test_from_five_answers_each_question_is_shown_with_its_n(answered, coordinator):
    page = page_for(coordinator, answered(6)).content.decode()
    assert page.count("n = 6") == 6
    assert "I could respond safely in the moment" in page
    assert "Of 12 who were asked: 50%." in page


@pytest.mark.parametrize(("people", "hidden"), [(9, True), (10, False)])
def test_what_everybody_answered_alike_is_hidden_below_ten(answered, people, hidden):
    found = answered(people, [(2, 5), (3, 5)], closing=True)
    report = reporting.session_report(found.session, with_unread_comments=True)
    assert {bool(item.why_hidden) for item in report.items if item.n} == {hidden}


def test_unanimity_about_before_hides_as_well_because_the_change_would_tell(answered):
    report = reporting.session_report(
        answered(6, [(2, 5), (2, 4)], closing=True).session, with_unread_comments=True
    )
    assert [bool(item.why_hidden) for item in report.items if item.n] == [True] * 5 + [False]


def test_a_question_that_few_answered_is_hidden_though_the_session_has_enough(open_round, now):
    found = open_round(6)
    for place, invitation in enumerate(everybody(found)):
        say(invitation, SPREAD[place : place + (2 if place < 4 else 1)])
    counting.count_due(now=now)
    report = reporting.session_report(found.session, with_unread_comments=True)
    assert [item.n for item in report.items][:2] == [6, 4]
    assert [bool(item.why_hidden) for item in report.items][:2] == [False, True]


def test_means_and_shares_are_those_of_the_answers(answered):
    item = reporting.session_report(answered(5).session, with_unread_comments=True).items[0]
    assert (item.mean_before, item.mean_now) == (9 / 5, 21 / 5)
    assert item.change == pytest.approx(2.4)
    assert item.before == [2, 2, 1, 0, 0]
    assert item.now == [0, 0, 1, 2, 2]


def test_the_team_sees_comments_that_the_coordinator_has_shown(answered, coordinator):
    found = answered(6)
    comment = Comment.objects.first()
    browser = signed_in_as(coordinator)
    sent = browser.post(f"/manage/comments/{comment.pk}/review/", {"state": "shown"})
    assert sent.status_code == 302
    team = reporting.session_report(found.session, with_unread_comments=False)
    assert [one.pk for question in team.comments for one in question.said] == [comment.pk]
    page = page_for(coordinator, found).content.decode()
    assert page.count("not read yet") == 5
    assert "Speak up &lt;b&gt;at once&lt;/b&gt;" in page
    event = AuditEvent.objects.get(verb="comment reviewed")
    assert "Speak" not in str(event.details)


def test_a_review_outlives_the_next_count(answered, coordinator, now):
    found = answered(6)
    comment = Comment.objects.first()
    signed_in_as(coordinator).post(f"/manage/comments/{comment.pk}/review/", {"state": "withheld"})
    for pair, invitation in zip(SPREAD, everybody(found), strict=False):
        say(invitation, [pair] * 5, comments={"do_differently": ["Later", "no"]})
    counting.count_due(now=at_close(found, now))
    comment.refresh_from_db()
    assert comment.state == Comment.State.WITHHELD
    assert Comment.objects.count() == 12


@pytest.mark.parametrize("state", ["new", "", "quoted"])
def test_only_showing_and_withholding_are_reviews(answered, coordinator, state):
    answered(6)
    comment = Comment.objects.first()
    sent = signed_in_as(coordinator).post(f"/manage/comments/{comment.pk}/review/", {"state": state})
    assert sent.status_code == 404


def test_nobody_but_the_coordinator_reviews(answered, dean, stranger):
    answered(6)
    comment = Comment.objects.first()
    address = f"/manage/comments/{comment.pk}/review/"
    for user, status in ((dean, 403), (stranger, 404)):
        assert signed_in_as(user).post(address, {"state": "shown"}).status_code == status
    comment.refresh_from_db()
    assert comment.state == Comment.State.NEW


def test_before_anybody_was_asked_the_page_says_so(open_round, coordinator, now):
    session = open_round(6).session
    Round.objects.get().invitations.all().delete()
    Round.objects.all().delete()
    page = signed_in_as(coordinator).get(f"/manage/sessions/{session.pk}/feedback/")
    assert b"No feedback yet" in page.content


@pytest.mark.parametrize("people", [1, 5, 25])
def test_the_report_costs_the_same_whatever_it_holds(answered, people):
    found = answered(people, asked=30)
    session = Session.objects.get(pk=found.session_id)
    with CaptureQueriesContext(connection) as queries:
        reporting.session_report(session, with_unread_comments=True)
    assert len(queries) == (1 if people < 5 else 3)


DESK = Template("{% load feedback_desk %}{% feedback_with_few_answers %}")


@pytest.mark.parametrize("sessions", [1, 3, 25])
def test_the_desk_lists_where_few_have_answered_in_one_query(open_round, monkeypatch, sessions):
    for _ in range(sessions):
        found = open_round(3)
    day = found.opens_on + A_WEEK
    monkeypatch.setattr("feedback.templatetags.feedback_desk.today", lambda: day)
    with CaptureQueriesContext(connection) as queries:
        shown = DESK.render(Context())
    assert len(queries) == 1
    assert shown.count("0 of 3 answered") == min(sessions, 5)
    assert ("There are more" in shown) is (sessions > 5)


def test_the_desk_leaves_out_young_and_well_answered_rounds(open_round, monkeypatch):
    found = open_round(4)
    monkeypatch.setattr("feedback.templatetags.feedback_desk.today", lambda: found.opens_on)
    assert DESK.render(Context()).strip() == ""
    for invitation in everybody(found)[:2]:
        say(invitation)
    monkeypatch.setattr("feedback.templatetags.feedback_desk.today", lambda: found.opens_on + A_WEEK)
    assert DESK.render(Context()).strip() == ""


@pytest.mark.parametrize("few", [True, False], ids=["beside rounds with few answers", "alone"])
def test_the_desk_counts_comments_to_read_and_concerns_in_the_same_query(open_round, now, monkeypatch, few):
    found = open_round(6)
    monkeypatch.setattr("feedback.templatetags.feedback_desk.today", lambda: found.opens_on + few * A_WEEK)
    commented(now, ["One", "Two", "Three"])
    commented(now, ["Read", "Settled"], state="shown")
    commented(now, ["It goes on"], state="shown", flagged=True, flag_note="Told the Guardian")
    commented(now, ["In too little company"], counted=4)
    with CaptureQueriesContext(connection) as queries:
        shown = DESK.render(Context())
    assert len(queries) == 1
    assert "3 comments, of the oldest session first" in shown
    assert "1 to settle" in shown
    assert shown.index("May be a concern") < shown.index("Not read yet")
    assert ("0 of 6 answered" in shown) is few


@pytest.mark.parametrize(("people", "said"), [(0, "0 of 12 answered"), (6, "6 of 12 answered")])
def test_a_sessions_page_says_how_many_answered(answered, people, said):
    page = Template("{% load feedback_desk %}{% feedback_of_session session %}")
    session = Session.objects.get(pk=answered(people).session_id)
    with CaptureQueriesContext(connection) as queries:
        shown = page.render(Context({"session": session}))
    assert said in shown
    assert f"/manage/sessions/{session.pk}/feedback/" in shown
    assert len(queries) == 1


def test_the_coordinator_reads_it_beside_the_sessions_team(answered, coordinator):
    session = Session.objects.get(pk=answered(6).session_id)
    page = signed_in_as(coordinator).get(f"/manage/sessions/{session.pk}/").content.decode()
    assert "6 of 12 answered" in page
    assert f'href="/manage/sessions/{session.pk}/feedback/"' in page


def test_a_sessions_page_says_nothing_of_feedback_before_it_is_asked(now):
    page = Template("{% load feedback_desk %}{% feedback_of_session session %}")
    assert page.render(Context({"session": SessionFactory(now=now, attended=3)})).strip() == ""
