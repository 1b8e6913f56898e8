import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courses.tests.factories import CourseFactory, TrainingRequestFactory
from facilitators.asking import polls
from facilitators.asking.emails import POLL
from facilitators.asking.results import results
from facilitators.models import Asked, Facilitator, Poll
from facilitators.refusals import NobodyToAsk, PollClosed
from facilitators.tests.factories import FacilitatorFactory, accredited, says
from stepforward.outbox.models import OutgoingEmail
from stepforward.people import links
from stepforward.testing import signed_in_as
from stepforward.ui.wording import civil_date

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def today():
    return civil_date(timezone.now())


def parts_in(days=20):
    return [(today() + timedelta(days=days + n), part) for n in (0, 1) for part in ("morning", "evening")]


def ask(coordinator, *people, now=None, closes_in=7, parts=None, **more):
    now = now or timezone.now()
    return polls.ask(
        title="Critical care, Bolton",
        course=CourseFactory(),
        parts=parts or parts_in(),
        facilitators=Facilitator.objects.filter(pk__in=[one.pk for one in people]),
        closes_on=civil_date(now) + timedelta(days=closes_in),
        by=coordinator,
        now=now,
        **more,
    )


def page_of(poll, facilitator):
    asked = Asked.objects.get(poll=poll, facilitator=facilitator)
    return f"/polls/{links.issue(POLL, asked, expires_at=timezone.now() + timedelta(days=9))}/"


def tile(when):
    return f"{when[0]}-{when[1]}"


def mails(kind):
    return set(OutgoingEmail.objects.filter(kind=f"facilitators/{kind}").values_list("to_email", flat=True))


def test_everybody_who_is_asked_has_an_email_with_a_private_page(coordinator):
    one, other = accredited(), accredited()
    ask(coordinator, one, other, message="An afternoon would be best.")
    assert mails("poll_asked") == {one.user.email, other.user.email}
    text = OutgoingEmail.objects.first().text
    assert "[[poll_link]]" in text and "An afternoon would be best." in text


def test_what_is_answered_becomes_availability_and_may_be_changed(coordinator):
    one = accredited()
    poll = ask(coordinator, one)
    page, parts = page_of(poll, one), parts_in()
    text = Client().get(page).content.decode()
    assert "UK time" in text and f'name="{tile(parts[0])}"' in text
    assert f'name="{parts[0][0]}-afternoon"' not in text  # nobody asked about it
    answered = Client().post(page, {tile(parts[0]): "yes", tile(parts[1]): "no"}, follow=True)
    assert "Thank you" in answered.content.decode()
    assert {(row.day, row.part): row.level for row in one.said.all()} == {parts[0]: "yes", parts[1]: "no"}
    assert one.windows.count() == 1 and Asked.objects.get().answered_at
    Client().post(page, {tile(parts[0]): "if_needed"})
    assert one.said.get(day=parts[0][0], part="morning").level == "if_needed"


def test_opening_the_link_answers_nothing(coordinator):
    one = accredited()
    page = page_of(ask(coordinator, one), one)
    answer = Client().get(f"{page}?{tile(parts_in()[0])}=yes")
    assert answer["Cache-Control"] == "no-store" and answer["Referrer-Policy"] == "strict-origin"
    assert not one.said.exists() and Asked.objects.get().answered_at is None


@pytest.mark.parametrize(
    ("sent", "words"),
    [({}, "Say of at least one"), ({"bad": "yes"}, "Say of at least one"), ({0: "maybe\0"}, "choose Yes")],
)
def test_an_answer_that_says_nothing_is_refused_in_words(coordinator, sent, words):
    one = accredited()
    page = page_of(ask(coordinator, one), one)
    answer = Client().post(page, {tile(parts_in()[0]) if key == 0 else key: v for key, v in sent.items()})
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not one.said.exists() and Asked.objects.get().answered_at is None


def test_days_that_were_not_asked_about_are_not_taken(coordinator):
    one = accredited()
    page = page_of(ask(coordinator, one), one)
    elsewhere = {f"{today() + A_DAY}-morning": "yes", "9999-99-99-morning": "yes", tile(parts_in()[0]): "no"}
    Client().post(page, elsewhere)
    assert [(row.day, row.part) for row in one.said.all()] == [parts_in()[0]]


def test_a_poll_that_is_closed_takes_no_answers_and_its_link_says_so(coordinator):
    one = accredited()
    poll = ask(coordinator, one)
    page = page_of(poll, one)
    polls.close(poll=poll, by=coordinator, now=timezone.now())
    assert "This poll is closed" in Client().get(page).content.decode()
    Client().post(page, {tile(parts_in()[0]): "yes"})
    assert not one.said.exists()
    assert OutgoingEmail.objects.get().state == "withdrawn"
    with pytest.raises(PollClosed):
        polls.close(poll=poll, by=coordinator, now=timezone.now())


def test_it_closes_by_its_date(coordinator):
    one = accredited()
    poll = ask(coordinator, one, closes_in=3)
    asked = Asked.objects.get()
    late = timezone.now() + timedelta(days=4)
    with pytest.raises(PollClosed):
        polls.answer(asked=asked, said={parts_in()[0]: "yes"}, by=None, now=late)
    polls.answer(asked=asked, said={parts_in()[0]: "yes"}, by=None, now=late - A_DAY)
    assert poll.is_open(today() + timedelta(days=3)) and not poll.is_open(today() + timedelta(days=4))


def test_the_one_reminder_goes_to_those_who_have_not_answered_two_days_before(coordinator, now):
    answered, silent, left = accredited(), accredited(), accredited(left_on=None)
    poll = ask(coordinator, answered, silent, left, now=now, parts=[(date(2026, 1, 30), "morning")])
    polls.answer(
        asked=poll.asked.get(facilitator=answered),
        said={(date(2026, 1, 30), "morning"): "no"},
        by=None,
        now=now,
    )
    Facilitator.objects.filter(pk=left.pk).update(left_on=date(2026, 1, 7))
    assert polls.nudge(now=now + timedelta(days=4)) == 0
    assert polls.nudge(now=now + timedelta(days=5, hours=-3)) == 0  # six in the morning
    assert polls.nudge(now=now + timedelta(days=5)) == 1
    assert polls.nudge(now=now + timedelta(days=6)) == 0
    assert mails("poll_nudge") == {silent.user.email}


def test_who_was_asked_the_same_day_or_after_it_closed_is_not_reminded(coordinator, now):
    one = accredited()
    poll = ask(coordinator, one, now=now, closes_in=1, parts=[(date(2026, 1, 30), "morning")])
    assert polls.nudge(now=now) == 0
    polls.close(poll=poll, by=coordinator, now=now)
    assert polls.nudge(now=now + A_DAY) == 0


def test_results_show_what_they_say_now_with_counts(coordinator, django_assert_num_queries):
    yes, no, usually, silent = (accredited() for _ in range(4))
    poll, parts = ask(coordinator, yes, no, usually, silent), parts_in()
    says(yes, parts[0][0], morning="yes", evening="if_needed")
    says(no, parts[0][0], morning="no")
    usually.usual.create(weekday=parts[0][0].weekday(), part="morning", level="yes", starts_on=today())
    with django_assert_num_queries(3):
        brought = results(poll, today())
    found = {line.asked.facilitator: line.levels[:2] for line in brought.lines}
    assert found == {yes: ["yes", "if_needed"], no: ["no", ""], usually: ["yes", ""], silent: ["", ""]}
    assert (brought.counts[0]["yes"], brought.counts[0]["no"], brought.counts[1]["if_needed"]) == (2, 1, 1)
    assert brought.best == {0}


@pytest.mark.parametrize("people", [1, 3, 25])
def test_the_coordinators_pages_take_the_same_queries_however_many_were_asked(
    coordinator, people, django_assert_num_queries
):
    poll = ask(coordinator, *(accredited() for _ in range(people)))
    for _ in range(people - 1):
        ask(coordinator, FacilitatorFactory())
    client = signed_in_as(coordinator)
    with django_assert_num_queries(6):
        assert client.get(f"/facilitators/polls/{poll.pk}/").status_code == 200
    with django_assert_num_queries(4):
        assert client.get("/facilitators/polls/").status_code == 200


def test_results_are_a_file_too(coordinator):
    one = accredited()
    poll = ask(coordinator, one)
    says(one, parts_in()[0][0], morning="if_needed")
    answer = signed_in_as(coordinator).get(f"/facilitators/polls/{poll.pk}/?format=csv")
    head, row = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline=""))
    assert head[:2] == ["Facilitator", "Answered"] and len(head) == 6
    assert row[0] == one.user.name and row[2:] == ["If needed", "Not said", "Not said", "Not said"]


def sent(**more):
    closes = today() + timedelta(days=7)
    later = today() + timedelta(days=20)
    return {
        "title": "Critical care",
        "course": CourseFactory().pk,
        "dates": f"{later:%d/%m/%Y}",
        "parts": ["evening", "morning"],
        "who": "all",
        "closes_on_day": closes.day,
        "closes_on_month": closes.month,
        "closes_on_year": closes.year,
    } | more


def test_the_coordinator_asks_everybody_accredited_for_a_request(coordinator):
    one, other, wants_none = accredited(), accredited(), accredited(sessions_a_month=0)
    FacilitatorFactory()
    first = today() + timedelta(days=10)
    request = TrainingRequestFactory(
        team="Theatres", earliest=first, latest=first + timedelta(days=30), asked_at=timezone.now()
    )
    client = signed_in_as(coordinator)
    assert "Theatres" in client.get(f"/facilitators/polls/new/?request={request.pk}").content.decode()
    client.post(f"/facilitators/polls/new/?request={request.pk}", sent())
    poll = Poll.objects.get()
    assert poll.request == request
    assert {asked.facilitator for asked in poll.asked.all()} == {one, other}
    assert wants_none not in {asked.facilitator for asked in poll.asked.all()}
    assert [row.part for row in poll.parts.order_by("pk")] == ["morning", "evening"]


def test_those_named_are_asked_by_name_or_email_whatever_they_may_deliver(coordinator):
    one, other = FacilitatorFactory(), FacilitatorFactory()
    named = f" {one.user.name.upper()} \r\n{other.user.email}\n\n"
    signed_in_as(coordinator).post("/facilitators/polls/new/", sent(who="named", named=named))
    assert {asked.facilitator for asked in Asked.objects.all()} == {one, other}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Enter what it is for"),
        ({"title": "x\0"}, ""),
        ({"course": "0"}, "Select the course"),
        ({"dates": ""}, "Enter the dates"),
        ({"dates": "when it suits"}, "Write each date with its month"),
        ({"dates": "1/1/2020"}, "today or in the future"),
        ({"dates": "1 January 9999"}, ""),
        ({"parts": []}, "which parts of the day"),
        ({"parts": ["night"]}, "which parts of the day"),
        ({"who": "named", "named": "Nobody At All"}, "is no facilitator"),
        ({"who": "named", "named": "  "}, "Enter their names"),
        ({"who": "named", "named": "x\n" * 5000}, ""),
        ({"closes_on_year": "1066"}, "today or in the future"),
        ({"closes_on_year": "9999"}, "within 90 days"),
        ({"message": "x" * 10_000}, "1000 characters or fewer"),
        ({}, "There is nobody to ask"),
    ],
)
def test_a_poll_that_cannot_be_asked_is_refused_in_words_and_nothing_is_sent(coordinator, wrong, words):
    page = signed_in_as(coordinator).post("/facilitators/polls/new/", sent(**wrong))
    assert page.status_code == 422 and words in page.content.decode()
    assert not Poll.objects.exists() and not OutgoingEmail.objects.exists()


def test_two_of_one_name_are_told_apart_by_email(coordinator):
    one, other = FacilitatorFactory(), FacilitatorFactory()
    other.user.name = one.user.name
    other.user.save()
    named = sent(who="named", named=one.user.name)
    page = signed_in_as(coordinator).post("/facilitators/polls/new/", named)
    assert page.status_code == 422 and "is the name of two" in page.content.decode()


@pytest.mark.parametrize("pk", ["0", "99999999999999", "x", "1%00", "-1"])
def test_a_request_that_is_none_gives_the_page_all_the_same(coordinator, pk):
    assert signed_in_as(coordinator).get(f"/facilitators/polls/new/?request={pk}").status_code == 200


@pytest.mark.parametrize("way", ["unknown", "another purpose", "left"])
def test_a_link_that_cannot_be_used_shows_no_poll(coordinator, way):
    one = accredited()
    page = page_of(ask(coordinator, one), one)
    if way == "unknown":
        page = "/polls/nothing/"
    elif way == "another purpose":
        token = links.issue("facilitators.offer", one, expires_at=timezone.now() + A_DAY)
        page = f"/polls/{token}/"
    else:
        Facilitator.objects.update(left_on=today())
    for answer in (Client().get(page), Client().post(page, {tile(parts_in()[0]): "yes"})):
        assert answer.status_code == 404 and "Critical care" not in answer.content.decode()
    assert not one.said.exists()


@pytest.mark.parametrize("who", ["facilitator", "dean", "stranger"])
def test_polls_are_the_coordinators(coordinator, dean, stranger, who):
    one = accredited()
    poll = ask(coordinator, one)
    user = {"facilitator": one.user, "dean": dean, "stranger": stranger}[who]
    expected = 404 if who == "stranger" else 403
    client = signed_in_as(user)
    for page in ("", "new/", f"{poll.pk}/"):
        assert client.get(f"/facilitators/polls/{page}").status_code == expected
    assert client.post(f"/facilitators/polls/{poll.pk}/close/").status_code == expected
    assert Client().get("/facilitators/polls/").status_code == 302


def test_who_is_away_then_is_not_asked(coordinator):
    away, here = accredited(), accredited()
    away.leaves.create(starts_on=today(), ends_on=None, said_by=coordinator, said_at=timezone.now())
    ask(coordinator, away, here)
    assert mails("poll_asked") == {here.user.email}
    with pytest.raises(NobodyToAsk):
        ask(coordinator, away)


def test_nobody_to_ask_is_refused(coordinator, now):
    with pytest.raises(NobodyToAsk):
        ask(coordinator)


def test_the_database_takes_no_poll_that_closes_before_it_is_asked(coordinator, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.create(
            title="x",
            course=CourseFactory(),
            asked_by=coordinator,
            asked_on=date(2026, 1, 2),
            closes_on=date(2026, 1, 1),
        )


def test_filters_show_open_or_closed(coordinator):
    one = accredited()
    ask(coordinator, one)
    old = ask(coordinator, one)
    Poll.objects.filter(pk=old.pk).update(title="Theatres", closed_at=datetime.now().astimezone())
    client = signed_in_as(coordinator)
    shown = client.get("/facilitators/polls/?state=closed").content.decode()
    assert "Theatres" in shown and "Critical care" not in shown
    assert client.get("/facilitators/polls/?state=x").status_code == 422
