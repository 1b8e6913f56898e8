"""Reading comments: who may, what is decided, what it leaves behind, and two reviewers at once."""

import csv
import io
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Booking
from feedback import counting, reviewing
from feedback.models import Comment, Round
from feedback.refusals import ChangedMeanwhile
from feedback.tests.comments import NAMING, ORDINARY, commented
from feedback.tests.conftest import at_close, everybody, say
from stepforward.audit.models import AuditEvent
from stepforward.people.roles import Role
from stepforward.testing import person, reading_as, signed_in_as

pytestmark = pytest.mark.django_db
QUEUE = "/manage/comments/"


@pytest.fixture
def said(db, now):
    """Two comments that nobody has read: an ordinary one, and one that names somebody."""
    return commented(now, [ORDINARY, NAMING])


@pytest.fixture
def desk(coordinator):
    return signed_in_as(coordinator)


def do(client, comment, deed, **posted):
    address = reverse(f"feedback:{deed}", args=[comment.pk])
    return client.post(address, {"seen": comment.seen_as} | posted)


# --- Who may ---


def test_reviewers_decide_a_programme_lead_reads_and_nobody_else_sees_them(said, coordinator, programme_lead):
    comment = said[0]
    pages = [QUEUE, f"{QUEUE}{comment.pk}/"]
    deeds = ["publish_comment", "hide_comment", "flag_comment", "settle_flag", "redact_comment"]
    for user, reads, decides in (
        (programme_lead, 200, 403),
        (person(Role.FACILITATOR), 403, 403),
        (person(Role.DEAN), 403, 403),
        (person(), 404, 404),
        (None, 302, 302),
    ):
        client = signed_in_as(user)
        assert {client.get(page).status_code for page in pages} == {reads}
        assert {do(client, comment, deed).status_code for deed in deeds} == {decides}
        assert client.post(f"{QUEUE}publish/", {"comment": comment.pk}).status_code == decides
    comment.refresh_from_db()
    assert (comment.state, comment.flagged) == ("new", False)
    assert "Publish to the team" not in reading_as(programme_lead)(pages[1])
    assert "Publish to the team" in reading_as(coordinator)(pages[1])


@pytest.mark.parametrize("deed", ["comment", "redact_comment"])
def test_what_came_out_in_too_little_company_is_read_by_nobody(said, desk, deed):
    Round.objects.update(counted=4, answered=4)
    assert ORDINARY not in desk.get(f"{QUEUE}?state=all").content.decode()
    assert desk.get(reverse(f"feedback:{deed}", args=[said[0].pk])).status_code == 404
    assert ORDINARY not in desk.get(f"{QUEUE}?state=all&format=csv").getvalue().decode()


# --- What is decided ---


def test_publishing_shows_it_to_the_team_and_leads_to_the_next(said, desk):
    sent = do(desk, said[0], "publish_comment")
    assert sent.url == f"{QUEUE}{said[1].pk}/"
    said[0].refresh_from_db()
    assert said[0].state == "shown"
    do(desk, said[1], "hide_comment", because="names")
    said[1].refresh_from_db()
    assert (said[1].state, said[1].withheld_because) == ("withheld", "names")
    assert "Everything is read" in desk.get(QUEUE).content.decode()


def test_what_is_withheld_and_shown_again_has_no_reason_left(said, desk):
    do(desk, said[0], "hide_comment", because="hurtful")
    said[0].refresh_from_db()
    do(desk, said[0], "publish_comment")
    said[0].refresh_from_db()
    assert (said[0].state, said[0].withheld_because) == ("shown", "")
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(withheld_because="names")


def test_several_are_published_at_once_but_marked_ones_wait_for_somebody_to_look(said, desk, now):
    Booking.objects.filter(session=said[0].round.session).update(name="Zebedee Quirke")
    booked = Comment.objects.create(text="zebedee was late", round=said[0].round, question="should_change")
    worrying = Comment.objects.create(
        text="It goes on.", round=said[0].round, question="should_change", flagged=True, flag_note="Told HR."
    )
    page = desk.get(QUEUE).content.decode()
    assert page.count('name="comment"') == 1
    keys = [one.pk for one in (*said, booked, worrying)]
    sent = desk.post(f"{QUEUE}publish/", {"comment": [*keys, "no-key", "a\x00b"]}, follow=True)
    text = sent.content.decode()
    assert "1 comment is published" in text
    assert "2 comments are not published" in text
    assert list(Comment.objects.filter(state="shown")) == [said[0]]
    assert AuditEvent.objects.filter(verb="comment reviewed").count() == 1


def test_nothing_ticked_is_said(said, desk):
    assert "Tick the comments to publish" in desk.post(f"{QUEUE}publish/", follow=True).content.decode()


def test_redacting_asks_first_and_then_nothing_keeps_the_words(said, desk):
    comment = said[1]
    address = reverse("feedback:redact_comment", args=[comment.pk])
    # given what was marked is filled in
    form = desk.get(f"{address}?marked").content.decode()
    assert "[name] spoke over everybody on [place]." in form
    # when it is sent, the page asks; and only then does it happen
    words = {"text": "[name] spoke over everybody.", "seen": comment.seen_as}
    asked = desk.post(address, words)
    assert "Delete the words as written?" in asked.content.decode()
    assert Comment.objects.get(pk=comment.pk).text == NAMING
    assert desk.post(address, words | {"again": "yes"}).content.decode().count("<textarea") == 1
    assert desk.post(address, words | {"sure": "yes"}).status_code == 302
    # then the new words are shown, and the old ones are nowhere
    kept = Comment.objects.get(pk=comment.pk)
    assert (kept.text, kept.state, kept.redacted) == ("[name] spoke over everybody.", "shown", True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM feedback_comment c WHERE c::text LIKE '%Patel%'")
        assert cursor.fetchone() == (0,)
    assert not any("Patel" in str(event.details) for event in AuditEvent.objects.all())


def test_redacted_words_leave_the_website_until_they_are_chosen_again(said, coordinator):
    Comment.objects.filter(pk=said[0].pk).update(state="shown", consent="public", on_website=True)
    reviewing.redact(comment=said[0], text="More time.", by=coordinator)
    assert not Comment.objects.get(pk=said[0].pk).on_website


def test_a_concern_stays_on_the_desk_until_it_is_settled(said, desk):
    do(desk, said[0], "flag_comment", note="Told the Guardian.")
    do(desk, Comment.objects.get(pk=said[0].pk), "publish_comment")
    flagged = desk.get(f"{QUEUE}?flagged=yes").content.decode()
    assert "Told the Guardian." in flagged
    assert NAMING[:8] not in flagged
    assert "May be a concern" in desk.get("/").content.decode()
    do(desk, Comment.objects.get(pk=said[0].pk), "settle_flag")
    kept = Comment.objects.get(pk=said[0].pk)
    assert (kept.flagged, kept.flag_note) == (False, "Told the Guardian.")
    assert "May be a concern" not in desk.get("/").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(flagged=True, flag_note="")


# --- Bad input ---


@pytest.mark.parametrize(
    ("deed", "posted", "sentence"),
    [
        ("hide_comment", {}, "Select why you withhold it"),
        ("hide_comment", {"because": "a\x00b"}, "Select why you withhold it"),
        ("flag_comment", {"note": "  "}, "Enter what worries you, and whom you tell"),
        ("flag_comment", {"note": "x" * 301}, "must be 300 characters or fewer"),
        ("redact_comment", {"text": "  "}, "Enter the words to show"),
        ("redact_comment", {"text": ORDINARY, "sure": "yes"}, "You have not changed a word yet"),
        ("redact_comment", {"text": "x" * 601}, "must be 600 characters or fewer"),
        ("redact_comment", {"text": "a\x00b"}, "must have only letters, numbers and punctuation"),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field(said, desk, deed, posted, sentence):
    sent = do(desk, said[0], deed, **posted)
    assert sent.status_code == 422
    text = sent.content.decode()
    assert sentence in text
    assert "<title>Error: " in text
    kept = Comment.objects.get(pk=said[0].pk)
    assert (kept.text, kept.state, kept.flagged) == (ORDINARY, "new", False)


def test_a_filter_that_means_nothing_is_said_and_gives_no_file(said, desk):
    page = desk.get(f"{QUEUE}?state=burnt&course=x&theme=99999999999999999999&format=csv")
    assert page.status_code == 422
    assert b"Select a theme from the list" in page.content


def test_words_are_shown_as_words(desk, now):
    comment = commented(now, ["<script>alert(1)</script> Dr <b>K</b> & co\n\nagain"])[0]
    text = desk.get(f"{QUEUE}{comment.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<b>K</b>" not in text


# --- Two at once ---


@pytest.mark.parametrize("deed", ["publish_comment", "hide_comment", "flag_comment"])
def test_whoever_comes_second_looks_again(said, desk, coordinator, deed):
    reviewing.redact(comment=said[0], text="More time.", by=coordinator)
    sent = desk.post(
        reverse(f"feedback:{deed}", args=[said[0].pk]),
        {"seen": said[0].seen_as, "because": "names", "note": "Told HR."},
        follow=True,
    )
    assert "Somebody else has dealt with this comment meanwhile" in sent.content.decode()
    assert Comment.objects.get(pk=said[0].pk).state == "shown"


def test_what_somebody_typed_is_not_lost_when_another_was_quicker(said, desk, coordinator):
    reviewing.hide(comment=said[0], because="other", by=coordinator)
    sent = do(desk, said[0], "redact_comment", text="My careful words", sure="yes")
    assert sent.status_code == 422
    assert "My careful words" in sent.content.decode()
    assert "Somebody else has dealt with this comment meanwhile" in sent.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_decides(now):
    comment = commented(now, [ORDINARY])[0]
    seen, together, outcomes = comment.seen_as, Barrier(2), []

    def decide(verb, **given):
        together.wait()
        try:
            verb(comment=comment, by=None, seen=seen, **given)
            outcomes.append(verb.__name__)
        except ChangedMeanwhile:
            outcomes.append("looked again")
        finally:
            connection.close()

    threads = [
        Thread(target=decide, args=(reviewing.publish,)),
        Thread(target=decide, args=(reviewing.hide,), kwargs={"because": "names"}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    comment.refresh_from_db()
    assert sorted(outcomes) in (["looked again", "publish"], ["hide", "looked again"])
    assert (comment.state == "shown") is ("publish" in outcomes)
    assert AuditEvent.objects.filter(verb="comment reviewed").count() == 1


# --- What outlives a count ---


def test_everything_decided_outlives_the_next_count(open_round, coordinator, now):
    found = open_round(12)
    for invitation in everybody(found)[:6]:
        say(invitation, comments={"should_change": [NAMING, "public"]})
    counting.count_due(now=now)
    redacted, flagged, hidden, *_ = Comment.objects.all()
    reviewing.redact(comment=redacted, text="[name] spoke over everybody.", by=coordinator)
    reviewing.flag(comment=flagged, note="Told the Guardian.", by=coordinator)
    reviewing.hide(comment=hidden, because="author", by=coordinator)
    before = {one.pk: (one.seen_as, one.withheld_because, one.flag_note) for one in Comment.objects.all()}
    for invitation in everybody(found):
        say(invitation, comments={"should_change": ["Later", "no"]})
    counting.count_due(now=at_close(found, now))
    after = {one.pk: (one.seen_as, one.withheld_because, one.flag_note) for one in Comment.objects.all()}
    assert len(after) == 12
    assert before.items() <= after.items()
    assert Comment.objects.get(pk=redacted.pk).redacted


# --- The list ---


def test_filters_find_what_they_say(said, desk, now):
    shown = commented(now, ["Keep it."], state="shown", consent="reports", question="do_differently")[0]

    def found(query):
        return desk.get(f"{QUEUE}?{query}").content.decode().count('class="sf-words"')

    assert [found(query) for query in ("", "state=all", "state=shown", "state=withheld")] == [2, 3, 1, 0]
    assert found("state=all&question=do_differently") == 1
    assert found("state=all&consent=reports") == 1
    assert found(f"state=all&course={shown.course.code}") == 3
    assert found("state=all&course=unknown") == 0
    assert found("flagged=yes") == 0


def test_the_oldest_session_comes_first(desk, now):
    newer = commented(now, ["Newer words"])[0]
    older = commented(now, ["Older words"])[0]
    earlier = newer.round.session.starts_at.replace(year=2025)
    older.round.session.__class__.objects.filter(pk=older.round.session_id).update(starts_at=earlier)
    page = desk.get(QUEUE).content.decode()
    assert page.index("Older words") < page.index("Newer words")


def test_a_file_holds_words_that_are_shown_and_no_others(said, desk, coordinator):
    reviewing.publish(comment=said[0], by=coordinator)
    content = desk.get(f"{QUEUE}?state=all&format=csv").getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert sorted(row["Comment"] for row in rows) == ["", ORDINARY]
    assert {row["State"] for row in rows} == {"Shown to the team", "Not read yet"}
    assert "Patel" not in content


@pytest.mark.parametrize("comments", [1, 3, 25])
def test_the_pages_cost_the_same_whatever_they_hold(desk, now, comments):
    said = [commented(now, [NAMING])[0] for _ in range(comments)]
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(QUEUE).content.decode().count('class="sf-words"') == comments
    assert len(queries) == 10
    with CaptureQueriesContext(connection) as queries:
        desk.get(f"{QUEUE}{said[0].pk}/")
    assert len(queries) == 8
